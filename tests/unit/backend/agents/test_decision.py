"""The reconciler's decision over virtual time."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.backend.agents.decision import (
    ABSENT_LOST_S,
    FIRST_HEARTBEAT_S,
    FORGOTTEN_LOST_S,
    HEARTBEAT_LOST_S,
    Decision,
    LeaseFacts,
    MeetingFacts,
    Supply,
    decide,
)
from parley.backend.agents.models import CloseReason
from parley.contracts.room import AiState

pytestmark = pytest.mark.unit

NONE_YET = MeetingFacts(wants_ai=True, lease=None, is_agent_replaced=False)
BEATING = LeaseFacts(waiting_since_s=0, heartbeat_at_s=10, is_listening=True, was_live=True, has_engine=True)
LIVE = replace(NONE_YET, lease=BEATING)
FREE = Supply.FREE


def test_a_meeting_gets_an_agent_as_soon_as_a_worker_is_free() -> None:
    assert decide(NONE_YET, FREE, 0) == Decision(AiState.STARTING, opens=True)
    replaced = replace(NONE_YET, is_agent_replaced=True)
    assert decide(replaced, FREE, 0) == Decision(AiState.RESTARTING, opens=True)


@pytest.mark.parametrize(
    ("supply", "state"),
    [
        (Supply.FULL, AiState.BUSY),
        (Supply.BROKEN, AiState.UNAVAILABLE),
        (Supply.NONE, AiState.UNAVAILABLE),
    ],
)
def test_without_a_free_worker_nobody_is_sent_and_the_room_is_told_why(
    supply: Supply, state: AiState
) -> None:
    assert decide(NONE_YET, supply, 0) == Decision(state)
    assert decide(LIVE, supply, 10 + HEARTBEAT_LOST_S + 0.01) == Decision(state, close=CloseReason.LOST)


def test_a_beating_agent_is_left_alone() -> None:
    assert decide(LIVE, FREE, 10 + HEARTBEAT_LOST_S) == Decision(AiState.LIVE)


def test_an_agent_that_is_silent_is_replaced_at_once() -> None:
    lost = decide(LIVE, FREE, 10 + HEARTBEAT_LOST_S + 0.01)
    assert lost == Decision(AiState.RESTARTING, close=CloseReason.LOST, opens=True)


def test_a_job_that_never_starts_is_given_up_after_its_own_longer_wait() -> None:
    waiting = replace(NONE_YET, lease=LeaseFacts(waiting_since_s=100))
    assert decide(waiting, FREE, 100 + FIRST_HEARTBEAT_S) == Decision(AiState.STARTING)
    assert decide(waiting, FREE, 100 + FIRST_HEARTBEAT_S + 0.01).close is CloseReason.LOST


def test_an_agent_that_beats_but_is_not_in_the_room_is_replaced() -> None:
    lease = LeaseFacts(waiting_since_s=0, heartbeat_at_s=20, is_listening=True, absent_since_s=15)
    absent = replace(NONE_YET, lease=lease)
    assert decide(absent, FREE, 15 + ABSENT_LOST_S).close is None
    assert decide(absent, FREE, 15 + ABSENT_LOST_S + 0.01).close is CloseReason.LOST


def test_where_the_sfu_forgot_the_room_an_absent_agent_is_replaced_sooner_if_somebody_can_be() -> None:
    lease = replace(BEATING, heartbeat_at_s=20, absent_since_s=15, is_room_new=True)
    absent = replace(NONE_YET, lease=lease)
    assert decide(absent, FREE, 15 + FORGOTTEN_LOST_S).close is None
    assert decide(absent, FREE, 15 + FORGOTTEN_LOST_S + 0.01).close is CloseReason.LOST
    assert decide(absent, Supply.FULL, 15 + ABSENT_LOST_S).close is None


def test_an_agent_that_was_live_before_a_restart_of_the_backend_is_presumed_so() -> None:
    lease = LeaseFacts(waiting_since_s=0, was_live=True, has_engine=True)
    assert decide(replace(NONE_YET, lease=lease), FREE, 4.9) == Decision(AiState.LIVE)
    assert decide(replace(NONE_YET, lease=lease), FREE, 5.1).close is CloseReason.LOST


def test_ai_that_nobody_wants_is_ended() -> None:
    assert decide(replace(LIVE, wants_ai=False), FREE, 10) == Decision(
        AiState.OFF, close=CloseReason.NOT_WANTED
    )
    assert decide(replace(NONE_YET, wants_ai=False), FREE, 10) == Decision(AiState.OFF)


def test_broken_speech_is_told_while_the_agent_stays() -> None:
    assert decide(LIVE, Supply.BROKEN, 10) == Decision(AiState.UNAVAILABLE)
    without = replace(LIVE, lease=replace(BEATING, has_engine=False))
    assert decide(without, FREE, 10) == Decision(AiState.UNAVAILABLE)


def test_workers_that_are_full_matter_only_to_meetings_without_an_agent() -> None:
    assert decide(LIVE, Supply.FULL, 10) == Decision(AiState.LIVE)


@dataclass
class Agent:
    """One job in the simulation: beats each second while it lives."""

    opened_s: float
    dies_s: float
    last_beat_s: float | None = None

    def lease(self) -> LeaseFacts:
        return LeaseFacts(self.opened_s, self.last_beat_s, is_listening=self.last_beat_s is not None)


@given(
    lives_s=st.lists(st.floats(min_value=0, max_value=30), min_size=1, max_size=6),
    phase=st.floats(min_value=0, max_value=0.999),
)
def test_there_is_never_more_than_one_lease_nor_long_without_a_live_one(
    lives_s: list[float], phase: float
) -> None:
    """Agents die at random; the meeting is never without a lease and hears of a death within the bound."""
    agent: Agent | None = None
    deaths = iter(lives_s)
    for tick in range(4 * 60):
        now_s = tick * 0.25
        if agent and now_s < agent.dies_s and now_s - (agent.last_beat_s or agent.opened_s) >= 1 - phase / 10:
            agent.last_beat_s = now_s
        decision = decide(replace(NONE_YET, lease=agent.lease() if agent else None), FREE, now_s)
        assert (decision.close is not None) <= (agent is not None)
        assert decision.opens == (agent is None or decision.close is not None)
        if decision.close:
            assert agent is not None
            assert now_s >= agent.dies_s
            assert now_s - max(agent.dies_s, agent.opened_s) <= FIRST_HEARTBEAT_S + 1.25
        if decision.opens:
            agent = Agent(opened_s=now_s, dies_s=now_s + next(deaths, 1000.0))

"""When a gap begins and ends for want of an agent, over virtual time."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.backend.agents.absence import WARM_START_MS, Ears, Note, note

pytestmark = pytest.mark.unit

TICK_MS = 250
HEARD = Ears(are_due=True, due_since_ms=1_000, listening_since_ms=2_000, listened_until_ms=60_000)
DEAF = replace(HEARD, listening_since_ms=None)


def test_while_an_agent_listens_there_is_no_gap() -> None:
    assert note(HEARD, 60_500) == Note(1_000)


def test_a_gap_begins_when_the_agent_was_last_known_to_listen_and_not_when_it_is_missed() -> None:
    assert note(DEAF, 62_500) == Note(1_000, gap_begins_ms=60_000)


def test_a_gap_ends_when_the_next_agent_listens_and_not_when_that_is_noticed() -> None:
    back = replace(HEARD, listening_since_ms=64_000, listened_until_ms=64_000, gap_since_ms=60_000)
    assert note(back, 64_200) == Note(1_000, gap_ends_ms=64_000)


def test_an_open_gap_is_not_opened_again() -> None:
    assert note(replace(DEAF, gap_since_ms=60_000), 70_000) == Note(1_000)


def test_the_first_agent_has_a_moment_to_come() -> None:
    first = Ears(are_due=True)
    assert note(first, 500) == Note(500)
    waiting = replace(first, due_since_ms=500)
    assert note(waiting, 500 + WARM_START_MS - 1) == Note(500)
    assert note(waiting, 500 + WARM_START_MS) == Note(500, gap_begins_ms=500)


def test_captions_that_are_turned_off_and_on_make_no_gap() -> None:
    off = replace(HEARD, are_due=False)
    assert note(off, 61_000) == Note(None)
    on = Ears(are_due=True, listened_until_ms=60_500)
    assert note(on, 90_000) == Note(90_000)
    assert note(replace(on, due_since_ms=90_000), 92_000) == Note(90_000)


def test_where_the_agent_was_lost_no_patience_is_due() -> None:
    """The SFU was restarted: people are back, and the agent that listened to them is not."""
    back = Ears(are_due=True, listened_until_ms=60_000, is_agent_missed=True)
    assert note(back, 65_000) == Note(65_000, gap_begins_ms=65_000)


@pytest.mark.parametrize("listening_since_ms", [None, 50_000])
def test_a_gap_ends_when_nobody_is_there_or_wants_captions(listening_since_ms: int | None) -> None:
    alone = Ears(are_due=False, due_since_ms=1_000, gap_since_ms=40_000)
    assert note(replace(alone, listening_since_ms=listening_since_ms), 50_200) == Note(
        None, gap_ends_ms=50_200
    )


def test_after_a_restart_nothing_is_said_before_the_agent_was_heard_or_given_up() -> None:
    undecided = replace(DEAF, is_undecided=True)
    assert note(undecided, 90_000) == Note(1_000)
    assert note(replace(undecided, gap_since_ms=60_000), 90_000) == Note(1_000)
    assert note(replace(undecided, is_undecided=False), 95_000) == Note(1_000, gap_begins_ms=60_000)


def test_a_gap_never_ends_before_it_begins() -> None:
    back = replace(HEARD, listening_since_ms=59_000, gap_since_ms=60_000)
    assert note(back, 60_100) == Note(1_000, gap_ends_ms=60_000)


@dataclass
class Store:
    """Keeps what the rule says, as the database does."""

    due_since_ms: int | None = None
    gap_since_ms: int | None = None
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def take(self, said: Note) -> None:
        self.due_since_ms = said.due_since_ms
        if said.gap_begins_ms is not None:
            assert self.gap_since_ms is None
            self.gap_since_ms = said.gap_begins_ms
        if said.gap_ends_ms is not None:
            assert self.gap_since_ms is not None
            self.gaps.append((self.gap_since_ms, said.gap_ends_ms))
            self.gap_since_ms = None


@given(
    stretches=st.lists(
        st.tuples(st.booleans(), st.booleans(), st.integers(min_value=1, max_value=40)), max_size=12
    )
)
def test_gaps_are_exactly_the_times_that_nobody_listened_to(stretches: list[tuple[bool, bool, int]]) -> None:
    """Stretches of (captions wanted and people there, an agent listens, ticks)."""
    ticks = [(due, listens) for due, listens, length in stretches for _ in range(length)]
    store = Store()
    since_ms = until_ms = None
    for index, (due, listens) in enumerate([*ticks, (False, False)]):
        now_ms = index * TICK_MS
        since_ms = (now_ms if since_ms is None else since_ms) if listens else None
        until_ms = now_ms if listens else until_ms
        store.take(
            note(Ears(due, store.due_since_ms, since_ms, until_ms, gap_since_ms=store.gap_since_ms), now_ms)
        )
    for index, (due, listens) in enumerate(ticks):
        now_ms = index * TICK_MS
        is_in_gap = any(start < now_ms < end for start, end in store.gaps)
        assert not (is_in_gap and (listens or not due))
        begin = index
        while begin > 0 and ticks[begin - 1] == (True, False):
            begin -= 1
        end = index
        while end < len(ticks) and ticks[end] == (True, False):
            end += 1
        is_missed = begin > 0 and ticks[begin - 1] == (True, True)
        if due and not listens and (is_missed or (end - begin - 1) * TICK_MS >= WARM_START_MS):
            assert any(start <= now_ms < stop for start, stop in store.gaps)
    assert all(first[1] <= second[0] for first, second in zip(store.gaps, store.gaps[1:], strict=False))

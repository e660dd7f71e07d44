"""What a meeting cost the speech engines, as its jobs report it, over HTTP."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from parley.backend.agents.usage import REPORT_GRACE_S
from parley.contracts.ingest import AgentDispatch
from parley.contracts.meetings import MeetingCreated, MeetingUsage, SpeechUsage
from tests.unit.backend.house import FINISHED, House, bearer, usage

pytestmark = pytest.mark.unit


async def read(house: House, made: MeetingCreated) -> MeetingUsage:
    path = f"/api/meetings/{made.meeting.meeting_id}/usage"
    answer = await house.http.get(path, headers=bearer(made.host_key))
    return MeetingUsage.model_validate_json(answer.content)


def by_engine(found: MeetingUsage, speaker: str) -> dict[str, SpeechUsage]:
    return {use.engine.name: use for use in found.speech if use.speaker == speaker}


async def successor(house: House, made: MeetingCreated) -> AgentDispatch:
    await house.report()
    await house.reconcile()
    dispatch = house.dispatch(made.meeting.meeting_id)
    await house.beat(dispatch)
    return dispatch


async def test_usage_is_the_sum_of_all_jobs_by_speaker_and_engine(house: House) -> None:
    made, maria, first = await house.captioned()
    ben = await house.join(made.meeting.meeting_id, "Ben")
    await house.send(
        first,
        usage(maria.identity, 1500, engine_ms=400, utterances=2),
        usage(ben.identity, 700),
        usage(maria.identity, 300, engine="cloud"),
        FINISHED,
    )
    second = await successor(house, made)
    assert second.lease_id != first.lease_id
    await house.send(second, usage(maria.identity, 1000, engine_ms=250, utterances=3))
    running = await read(house, made)
    assert (running.billed_speech_ms, running.utterances, running.is_complete) == (3500, 7, False)
    hers = by_engine(running, maria.identity)
    assert (hers["fake"].billed_speech_ms, hers["fake"].engine_ms, hers["fake"].utterances) == (2500, 650, 5)
    assert (hers["cloud"].billed_speech_ms, hers["cloud"].engine_ms) == (300, None)
    assert by_engine(running, ben.identity)["fake"].billed_speech_ms == 700
    assert {engine.name for engine in running.engines} == {"fake", "cloud"}
    await house.send(second, FINISHED)
    assert (await read(house, made)).is_complete is True


async def test_the_newest_totals_count_and_never_fewer_than_were_stored(house: House) -> None:
    made, maria, dispatch = await house.captioned()
    who = maria.identity
    await house.send(dispatch, usage(who, 1000, utterances=2, engine_ms=50))
    await house.send(dispatch, usage(who, 3000, utterances=4, engine_ms=90), FINISHED)
    await house.send(dispatch, usage(who, 1000, utterances=2, engine_ms=50))  # an old batch, sent again
    await house.send(dispatch, usage(who, 3000, utterances=4))
    (use,) = (await read(house, made)).speech
    assert (use.billed_speech_ms, use.utterances, use.engine_ms) == (3000, 4, 90)


async def test_what_a_killed_job_cost_is_known_up_to_its_last_report(house: House) -> None:
    made, maria, killed = await house.captioned()
    await house.send(killed, usage(maria.identity, 60_000, utterances=20))
    house.clock.advance(3)
    alive = await successor(house, made)
    await house.send(alive, usage(maria.identity, 5_000, utterances=2), FINISHED)
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    found = await read(house, made)
    assert (found.billed_speech_ms, found.utterances, found.is_complete) == (65_000, 22, False)
    house.clock.advance(REPORT_GRACE_S)
    assert (await read(house, made)).is_complete is True


async def test_usage_of_somebody_who_never_joined_is_refused(house: House) -> None:
    made, maria, dispatch = await house.captioned()
    _, stranger, _ = await house.captioned()
    answer = await house.send(
        dispatch,
        usage(stranger.identity, 1000),
        usage(dispatch.agent_identity, 1000),
        usage(maria.identity, 1000),
    )
    assert [(refusal.index, refusal.code) for refusal in answer.refused] == [
        (0, "speaker_unknown"),
        (1, "speaker_unknown"),
    ]
    assert (await read(house, made)).billed_speech_ms == 1000


@hypothesis_settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_order_and_resending_of_growing_totals_gives_the_last(
    house: House, data: st.DataObject
) -> None:
    made, maria, dispatch = await house.captioned()
    totals = data.draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=6).map(sorted))
    records: list[dict[str, Any]] = [usage(maria.identity, total, utterances=total) for total in totals]
    for record in data.draw(st.permutations(records + records[:2])):
        await house.send(dispatch, record)
    found = await read(house, made)
    assert (found.billed_speech_ms, found.utterances) == (totals[-1], totals[-1])
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))

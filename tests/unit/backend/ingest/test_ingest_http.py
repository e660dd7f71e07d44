"""The agents' door: every record once, in order, whatever is sent again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.unit.backend.house import AGENT_HEADERS, FINISHED, HEARTBEAT, House, bearer, gap, segment, usage

pytestmark = pytest.mark.unit


async def test_a_segment_is_stored_with_the_name_its_speaker_bears(house: House) -> None:
    made, person, dispatch = await house.captioned()
    answer = await house.send(dispatch, segment("seg-1", person.identity, speaker_name="Somebody else"))
    assert (answer.stored, answer.refused) == (1, [])
    (stored,) = (await house.transcript(made)).segments
    assert (stored.speaker, stored.speaker_name, stored.text) == (person.identity, "Maria", "words of seg-1")


async def test_the_transcript_is_ordered_by_start_then_by_arrival_and_read_from_a_moment_on(
    house: House,
) -> None:
    made, person, dispatch = await house.captioned()
    who = person.identity
    await house.send(
        dispatch,
        segment("late", who, start_ms=5000, end_ms=6000),
        segment("tie-b", who, start_ms=1000, end_ms=1500),
    )
    await house.send(dispatch, segment("tie-a", who, start_ms=1000, end_ms=9000))
    whole = (await house.transcript(made)).segments
    assert [one.segment_id for one in whole] == ["tie-b", "tie-a", "late"]
    path = f"/api/meetings/{made.meeting.meeting_id}/transcript?since_ms="
    since = await house.http.get(f"{path}6000", headers=bearer(person.resume_secret))
    assert [one["segment_id"] for one in since.json()["segments"]] == ["tie-a", "late"]
    for wrong in ("-1", "x", str(2**70)):
        assert (await house.http.get(path + wrong, headers=bearer(made.host_key))).status_code == 422


async def test_refusals_name_the_record_and_the_rest_is_stored(house: House) -> None:
    made, person, dispatch = await house.captioned()
    _, other_person, other_dispatch = await house.captioned()
    await house.send(other_dispatch, segment("theirs", other_person.identity))
    await house.send(dispatch, segment("first", person.identity))
    answer = await house.send(
        dispatch,
        segment("first", person.identity, text="other words"),
        segment("theirs", person.identity),
        segment("forged", other_person.identity),
        segment("agent", dispatch.agent_identity),
        segment("second", person.identity),
        segment("second", person.identity, text="other words"),
    )
    assert [(refusal.index, refusal.code) for refusal in answer.refused] == [
        (0, "segment_conflict"),
        (1, "segment_of_another_meeting"),
        (2, "speaker_unknown"),
        (3, "speaker_unknown"),
        (5, "segment_conflict"),
    ]
    assert answer.stored == 1
    assert [one.segment_id for one in (await house.transcript(made)).segments] == ["first", "second"]


async def test_a_gap_is_stored_with_the_name_of_whom_it_concerns_or_for_everybody(house: House) -> None:
    made, person, dispatch = await house.captioned()
    answer = await house.send(
        dispatch,
        gap("gap-2", None, start_ms=9000, end_ms=9500),
        gap("gap-1", person.identity, speaker_name="Somebody else", reason="engine_failed"),
    )
    assert (answer.stored, answer.refused) == (2, [])
    first, second = (await house.transcript(made)).gaps
    assert (first.gap_id, first.speaker, first.speaker_name) == ("gap-1", person.identity, "Maria")
    assert (first.start_ms, first.end_ms, first.reason) == (3000, 4000, "engine_failed")
    assert (second.gap_id, second.speaker, second.speaker_name) == ("gap-2", None, "")


async def test_a_gap_counts_once_and_never_changes(house: House) -> None:
    made, person, dispatch = await house.captioned()
    _, other_person, other_dispatch = await house.captioned()
    await house.send(other_dispatch, gap("theirs", other_person.identity))
    answer = await house.send(
        dispatch,
        gap("first", person.identity),
        gap("first", person.identity),
        gap("first", person.identity, end_ms=5000),
        gap("theirs", other_person.identity),
        gap("forged", other_person.identity),
        gap("agent", dispatch.agent_identity),
        gap("second", None, start_ms=5000, end_ms=6000),
    )
    assert [(refusal.index, refusal.code) for refusal in answer.refused] == [
        (2, "gap_conflict"),
        (3, "gap_of_another_meeting"),
        (4, "speaker_unknown"),
        (5, "speaker_unknown"),
    ]
    assert answer.stored == 3
    assert [one.gap_id for one in (await house.transcript(made)).gaps] == ["first", "second"]


async def test_records_are_taken_after_the_lease_was_lost_and_after_the_meeting_ended(house: House) -> None:
    made, person, lost = await house.captioned()
    house.clock.advance(3)
    await house.report()
    await house.reconcile()
    assert house.dispatch(made.meeting.meeting_id).lease_id != lost.lease_id
    await house.send(lost, segment("after-loss", person.identity))
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    await house.send(lost, segment("after-end", person.identity, start_ms=3000, end_ms=4000), FINISHED)
    assert [one.segment_id for one in (await house.transcript(made)).segments] == ["after-loss", "after-end"]


async def test_an_unknown_lease_is_not_found(house: House) -> None:
    for path, body in (
        ("records", {"records": [FINISHED]}),
        ("heartbeat", HEARTBEAT),
    ):
        answer = await house.http.post(f"/api/ingest/leases/none/{path}", json=body, headers=AGENT_HEADERS)
        assert (answer.status_code, answer.json()["code"]) == (404, "lease_not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"records": []},
        {"records": [{"type": "unknown"}]},
        {"records": [{"segment": segment("s", "p")["segment"]}]},
        {"records": [FINISHED] * 101},
        {"records": [segment("long", "p", text="x" * 10_001)]},
        {"records": [segment("negative", "p", start_ms=-1)]},
        {"records": [gap("gap-1", "p", end_ms=-1)]},
        {"records": [gap("gap-1", "p", reason="bored")]},
        {"records": [gap("g", None)]},
        {"records": [usage("p", -1)]},
        {"records": [FINISHED | {"billed_speech_ms": 1}]},
    ],
)
async def test_a_batch_that_means_nothing_is_refused_as_a_whole(house: House, body: Any) -> None:
    _, _, dispatch = await house.captioned()
    path = f"/api/ingest/leases/{dispatch.lease_id}/records"
    answer = await house.http.post(path, json=body, headers=AGENT_HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic dDp0", "Bearer ü"])
async def test_a_wrong_service_token_opens_nothing(house: House, authorization: str) -> None:
    answer = await house.http.post(
        "/api/ingest/workers/w1/report",
        json={"active_jobs": 0, "max_jobs": 1, "engines": []},
        headers=[(b"authorization", authorization.encode())],
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "service_token_invalid")


@hypothesis_settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_resending_of_batches_gives_the_same_transcript(house: House, data: st.DataObject) -> None:
    """An outbox sends in order and may say again whatever it is unsure of: from any earlier record on."""
    made, person, dispatch = await house.captioned()
    prefix = made.meeting.meeting_id
    records = [segment(f"{prefix}-{n}", person.identity, start_ms=0, end_ms=n) for n in range(8)]
    acknowledged = 0
    while acknowledged < len(records):
        start = data.draw(st.integers(0, acknowledged))
        stop = data.draw(st.integers(acknowledged + 1, len(records)))
        answer = await house.send(dispatch, *records[start:stop])
        assert (answer.stored, answer.refused) == (stop - start, [])
        acknowledged = stop
    stored = (await house.transcript(made)).segments
    await house.http.post(f"/api/meetings/{prefix}/end", headers=bearer(made.host_key))
    assert [one.segment_id for one in stored] == [record["segment"]["segment_id"] for record in records]

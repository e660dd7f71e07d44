"""Notes: asked for when a meeting has ended, leased to workers, kept once."""

import pytest

from parley.contracts.notes import MeetingNotes
from tests.unit.backend.house import AGENT_HEADERS, FINISHED, House, bearer, segment

pytestmark = pytest.mark.unit

LINE = {"text": "We ship on Friday.", "evidence": ["seg-1"]}
NOTES = {
    "method": "extractive",
    "chapters": [{"title": "Shipping", "start_ms": 0, "end_ms": 2000, "lines": [LINE]}],
    "decisions": [LINE],
    "action_items": [],
}


async def notes_of(house: House, meeting_id: str, credential: str) -> MeetingNotes:
    answer = await house.http.get(f"/api/meetings/{meeting_id}/notes", headers=bearer(credential))
    assert answer.status_code == 200, answer.text
    return MeetingNotes.model_validate_json(answer.content)


async def give(house: House, request_id: str, notes: object) -> int:
    answer = await house.http.post(
        f"/api/ingest/notes/{request_id}/result",
        json={"request_id": request_id, "notes": notes},
        headers=AGENT_HEADERS,
    )
    return answer.status_code


async def ended(house: House, *, reports: bool = True) -> tuple[str, str]:
    """A meeting in which something was said, and that has ended: its id and host key."""
    made, person, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    await house.send(dispatch, segment(f"seg-{meeting_id}", person.identity))
    await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    if reports:
        await house.send(dispatch, FINISHED)
        await house.reconcile()
    return meeting_id, made.host_key


async def test_notes_are_made_from_the_store_when_the_meeting_ends(house: House) -> None:
    meeting_id, key = await ended(house)
    assert (await notes_of(house, meeting_id, key)).state == "pending"
    (request,) = await house.report()
    source = await house.http.get(f"/api/ingest/notes/{request['request_id']}/source", headers=AGENT_HEADERS)
    assert source.json()["meeting_id"] == request["meeting_id"] == meeting_id
    assert [one["name"] for one in source.json()["participants"]] == ["Maria"]
    assert [one["segment_id"] for one in source.json()["segments"]] == [f"seg-{meeting_id}"]

    assert await give(house, request["request_id"], NOTES) == 204
    ready = await notes_of(house, meeting_id, key)
    assert (ready.state, ready.is_ai_generated, ready.generated_at) == ("ready", True, house.clock.now())
    assert ready.notes is not None
    assert ready.notes.model_dump(mode="json") == NOTES

    assert (
        await give(house, request["request_id"], None) == 204
    )  # said again, and otherwise: the first stands
    assert (await notes_of(house, meeting_id, key)).state == "ready"
    assert await house.report() == []


async def test_notes_wait_ten_seconds_for_a_job_that_does_not_report(house: House) -> None:
    await ended(house, reports=False)
    house.clock.advance(9)
    await house.reconcile()
    assert await house.report() == []
    house.clock.advance(1)
    await house.reconcile()
    assert len(await house.report()) == 1


async def test_a_job_lost_long_before_the_end_delays_no_notes(house: House) -> None:
    made, person, lost = await house.captioned()
    await house.send(lost, segment("seg-1", person.identity))
    house.clock.advance(20)
    await house.reconcile()
    house.clock.advance(10)
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert len(await house.report()) == 1


async def test_work_in_the_hands_of_a_worker_is_given_to_another_only_when_it_is_late(house: House) -> None:
    await ended(house)
    (request,) = await house.report("w1")
    assert await house.report("w1") == []
    assert await house.report("w2") == []
    for _ in range(29):
        house.clock.advance(1)
        assert await house.report("w1") == []
    assert await house.report("w2") == []
    house.clock.advance(1)
    assert await house.report("w2") == [request]


async def test_work_of_a_worker_that_fell_silent_is_given_to_another_soon(house: House) -> None:
    await ended(house)
    (request,) = await house.report("w1")
    house.clock.advance(5.1)
    assert await house.report("w2") == [request]
    assert await give(house, request["request_id"], NOTES) == 204
    assert await give(house, request["request_id"], NOTES) == 204


async def test_notes_that_no_worker_ever_finishes_have_failed_and_can_be_asked_for_again(
    house: House,
) -> None:
    meeting_id, key = await ended(house)
    for _ in range(5):
        assert len(await house.report()) == 1
        house.clock.advance(31)
    assert await house.report() == []
    assert (await notes_of(house, meeting_id, key)).state == "failed"
    again = await house.http.post(f"/api/meetings/{meeting_id}/notes", headers=bearer(key))
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    assert len(await house.report()) == 1


async def test_a_host_asks_again_and_asking_twice_is_one_request(house: House) -> None:
    meeting_id, key = await ended(house)
    (first,) = await house.report()
    await give(house, first["request_id"], NOTES)
    house.clock.advance(1)
    for _ in range(2):
        again = await house.http.post(f"/api/meetings/{meeting_id}/notes", headers=bearer(key))
        assert (again.status_code, again.json()["state"], again.json()["notes"]) == (202, "pending", None)
    (second,) = await house.report()
    assert await give(house, second["request_id"], None) == 204
    assert (await notes_of(house, meeting_id, key)).state == "empty"


async def test_words_that_arrive_after_the_notes_make_them_be_made_again(house: House) -> None:
    made, person, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    await house.send(dispatch, segment("seg-1", person.identity), FINISHED)
    await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    (first,) = await house.report()
    await give(house, first["request_id"], NOTES)
    house.clock.advance(60)
    await house.send(dispatch, segment("seg-1", person.identity))  # nothing new
    assert (await notes_of(house, meeting_id, made.host_key)).state == "ready"
    await house.send(dispatch, segment("seg-2", person.identity))
    assert (await notes_of(house, meeting_id, made.host_key)).state == "pending"
    await house.reconcile()
    (second,) = await house.report()
    assert second["request_id"] != first["request_id"]


async def test_a_meeting_in_which_nothing_was_said_has_empty_notes_without_any_worker(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    assert (await notes_of(house, meeting_id, made.host_key)).state == "pending"
    await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert (await notes_of(house, meeting_id, made.host_key)).state == "empty"


async def test_with_notes_off_none_are_made(house: House) -> None:
    made, person, dispatch = await house.captioned(notes_on=False)
    await house.send(dispatch, segment("seg-1", person.identity), FINISHED)
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert await house.report() == []
    assert (await notes_of(house, made.meeting.meeting_id, made.host_key)).state == "off"


async def test_what_nobody_asked_for_is_not_taken(house: House) -> None:
    assert await give(house, "none", NOTES) == 404
    await ended(house)
    (request,) = await house.report()
    path = f"/api/ingest/notes/{request['request_id']}/result"
    mixed = await house.http.post(path, json={"request_id": "x", "notes": None}, headers=AGENT_HEADERS)
    assert (mixed.status_code, mixed.json()["code"]) == (400, "invalid_request")
    no_evidence = NOTES | {"decisions": [{"text": "We agreed.", "evidence": []}]}
    assert await give(house, request["request_id"], no_evidence) == 422

"""The loop that mends: nothing stops it, one meeting holds up no other, and idle it rests."""

import asyncio
from pathlib import Path

import pytest

from parley.backend.agents.reconciler import IDLE_S, TICK_S
from parley.backend.sfu.port import RoomParticipant, SfuDown
from parley.contracts.ids import MeetingId
from parley.contracts.room import AiState, RoomMetadata
from tests.unit.backend.house import FINISHED, House, bearer, open_house, segment

pytestmark = pytest.mark.unit


async def test_what_nobody_foresaw_stops_it_for_one_tick_only(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    passes: list[str] = []
    done = asyncio.Event()
    rooms = house.sfu.rooms

    async def rooms_or_crash() -> frozenset[str]:
        passes.append("look")
        house.services.poked.set()
        if len(passes) < 3:
            raise KeyError("Xanthippe said so")
        done.set()
        return await rooms()

    monkeypatch.setattr(house.sfu, "rooms", rooms_or_crash)
    task = asyncio.create_task(house.services.reconciler.run())
    house.services.poked.set()
    await done.wait()
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    logged = capsys.readouterr()
    assert "KeyError" in logged.out + logged.err
    assert "Xanthippe" not in logged.out + logged.err


async def test_readiness_tells_when_it_has_not_got_through_for_some_seconds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash() -> frozenset[str]:
        raise KeyError

    async def readiness() -> tuple[int, bool]:
        answer = await house.http.get("/readyz")
        (check,) = [check for check in answer.json()["checks"] if check["name"] == "reconciler"]
        assert check["is_ok"] is (check["problem"] is None)
        return answer.status_code, check["is_ok"]

    assert await readiness() == (200, True)
    with monkeypatch.context() as broken:
        broken.setattr(house.sfu, "rooms", crash)
        for _ in range(3):
            house.clock.advance(4)
            with pytest.raises(ExceptionGroup):
                await house.reconcile()
    assert await readiness() == (503, False)
    await house.reconcile()
    assert await readiness() == (200, True)


async def test_a_room_the_sfu_does_not_answer_for_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await house.meet(), await house.meet()
    ids = [made.meeting.meeting_id for made in (first, second)]
    people = [await house.join(meeting_id) for meeting_id in ids]
    for made, person in zip((first, second), people, strict=True):
        path = f"/api/meetings/{made.meeting.meeting_id}/participants/{person.identity}"
        await house.http.delete(path, headers=bearer(made.host_key))
        house.sfu.enter(made.meeting.meeting_id, person.identity)
    participants = house.sfu.participants
    silent: list[str] = []

    async def participants_but_the_first(meeting_id: MeetingId) -> list[RoomParticipant]:
        if not silent or meeting_id == silent[0]:
            silent[:] = [meeting_id]
            raise SfuDown
        return await participants(meeting_id)

    monkeypatch.setattr(house.sfu, "participants", participants_but_the_first)
    await house.reconcile()
    (other,) = set(ids) - set(silent)
    assert house.sfu.by_name[other].participants == {}
    assert len(house.sfu.by_name[silent[0]].participants) == 1


async def test_a_meeting_that_cannot_be_kept_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = await house.meet(), await house.meet()
    for made in (broken, whole):
        await house.join(made.meeting.meeting_id)
    write = house.sfu.write_metadata

    async def write_or_crash(metadata: RoomMetadata) -> None:
        if metadata.meeting_id == broken.meeting.meeting_id:
            raise KeyError
        await write(metadata)

    monkeypatch.setattr(house.sfu, "write_metadata", write_or_crash)
    await house.report()
    with pytest.raises(ExceptionGroup):
        await house.reconcile()
    assert len(house.sfu.by_name[whole.meeting.meeting_id].dispatches) == 1


async def test_nobody_is_taken_for_gone_whose_room_was_not_asked_about(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made = await before.meet()
        meeting_id = made.meeting.meeting_id
        joined = await before.join(meeting_id)  # in the room, and the old process did not come to see it
        rooms = before.sfu.by_name
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.advance(100)
        house.sfu.is_down = True
        await house.reconcile()
        house.sfu.is_down = False
        assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "running"
        await house.reconcile()
        assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "running"
        assert joined.identity in house.sfu.by_name[meeting_id].participants


async def test_it_rests_while_nothing_runs_and_is_woken_by_whatever_begins(house: House) -> None:
    reconciler, poked = house.services.reconciler, house.services.poked
    await house.reconcile()
    assert reconciler.pause_s == IDLE_S

    made, person, dispatch = await house.captioned()
    assert reconciler.pause_s == TICK_S
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert reconciler.pause_s == TICK_S  # the agent has yet to finish
    await house.send(dispatch, FINISHED)
    await house.reconcile()
    await house.reconcile()
    assert reconciler.pause_s == IDLE_S

    poked.clear()
    await house.send(dispatch, segment("late", person.identity))
    assert poked.is_set()  # notes are made again of words that came late
    await house.meet()
    poked.clear()
    await house.join((await house.meet()).meeting.meeting_id)
    assert poked.is_set()


async def test_after_a_restart_a_room_that_stood_is_told_what_is_true_now(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, _ = await before.captioned()
        rooms = before.sfu.by_name
    meeting_id = made.meeting.meeting_id
    assert rooms[meeting_id].metadata.ai_state is AiState.LIVE
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.advance(6)  # the agent died with the backend, and nobody takes its place
        await house.join(meeting_id, "Ben")
        await house.reconcile()
        room = house.room(meeting_id)
        assert (room.ai_state, room.agent_identity) == (AiState.UNAVAILABLE, None)


async def test_what_is_over_is_forgotten_whatever_agents_still_say(house: House) -> None:
    made, _, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    assert house.services.watch.lease_ids == {dispatch.lease_id}
    assert house.services.times.meeting_ids == {meeting_id}
    await house.send(dispatch, FINISHED)
    await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    await house.beat(dispatch)
    await house.reconcile()
    assert house.services.watch.lease_ids == set()
    assert house.services.times.meeting_ids == set()

"""Workers, their places and their engines: who gets an agent, and what the room is told of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from parley.backend.agents.keeper import AgentKeeper
from parley.backend.agents.models import LeaseRow
from parley.contracts.room import AiState
from tests.unit.backend.house import FINISHED, SPEECH, House, bearer, open_house

pytestmark = pytest.mark.unit

BROKEN_SPEECH = SPEECH | {"is_ready": False, "languages": [], "problem": "The model file is missing."}


def engine(name: str, *languages: str, is_ready: bool = True, kind: str = "speech_to_text") -> dict[str, Any]:
    return {"kind": kind, "name": name, "is_ready": is_ready, "languages": languages, "problem": None}


def open_leases(house: House) -> list[str]:
    """Dispatches of all rooms."""
    return [one.lease_id for room in house.sfu.by_name.values() for one in room.dispatches.values()]


async def state(house: House, meeting_id: str) -> AiState:
    await house.reconcile()
    return house.room(meeting_id).ai_state


async def test_a_meeting_that_finds_every_worker_full_is_told_so_and_served_when_one_is_free(
    house: House,
) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.report("w1", max_jobs=0)
    await house.report("w2", max_jobs=0)
    assert await state(house, meeting_id) is AiState.BUSY
    assert house.room(meeting_id).agent_identity is None
    house.services.poked.clear()
    await house.report("w2", max_jobs=1)
    assert house.services.poked.is_set()
    assert await state(house, meeting_id) is AiState.STARTING


async def test_room_without_a_speech_engine_is_of_no_use_and_not_busy(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.report("w1", engines=[BROKEN_SPEECH], max_jobs=5)
    assert await state(house, meeting_id) is AiState.UNAVAILABLE
    await house.report("w2", max_jobs=0)  # has an engine, and all the meetings it can serve
    assert await state(house, meeting_id) is AiState.BUSY
    house.clock.advance(3.1)
    assert await state(house, meeting_id) is AiState.UNAVAILABLE


async def test_a_lost_agent_that_no_worker_can_replace_leaves_the_room_told_that_they_are_busy(
    house: House,
) -> None:
    made, _, _ = await house.captioned()
    house.clock.advance(3)
    await house.report(max_jobs=0)
    assert await state(house, made.meeting.meeting_id) is AiState.BUSY


async def test_places_that_were_promised_are_not_promised_again(house: House) -> None:
    """Five meetings begin at once, and one worker has two places: its next report comes too late to tell."""
    ids = [(await house.meet()).meeting.meeting_id for _ in range(5)]
    for meeting_id in ids:
        await house.join(meeting_id)
    await house.report(max_jobs=2)
    for _ in range(3):
        await house.reconcile()
    assert len(open_leases(house)) == 2
    told = [house.room(meeting_id).ai_state for meeting_id in ids]
    assert sorted(told) == [AiState.BUSY] * 3 + [AiState.STARTING] * 2


async def test_a_promise_that_nobody_kept_gives_its_place_back(house: House) -> None:
    ids = [(await house.meet()).meeting.meeting_id for _ in range(2)]
    for meeting_id in ids:
        await house.join(meeting_id)
    for _ in range(12):
        await house.report(max_jobs=1)
        await house.reconcile()
        house.clock.advance(0.5)
    assert len(open_leases(house)) == 1
    assert len({metadata.agent_identity for metadata in house.sfu.history} - {None}) >= 2


async def test_two_backends_that_decide_at_once_send_one_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(tmp_path) as one, open_house(tmp_path) as other:
        other.sfu.by_name = one.sfu.by_name
        ids = [(await one.meet()).meeting.meeting_id for _ in range(4)]
        for meeting_id in ids:
            await one.join(meeting_id)
        await asyncio.gather(one.report(), other.report())
        have_decided = asyncio.Barrier(2 * len(ids))
        store = AgentKeeper._store

        async def store_when_both_have_decided(self: AgentKeeper, lease: LeaseRow) -> bool:
            await have_decided.wait()
            return await store(self, lease)

        with monkeypatch.context() as together:
            together.setattr(AgentKeeper, "_store", store_when_both_have_decided)
            await asyncio.gather(one.reconcile(), other.reconcile())
        await asyncio.gather(other.reconcile(), one.reconcile())
        for meeting_id in ids:
            (dispatch,) = one.sfu.by_name[meeting_id].dispatches.values()
            assert one.room(meeting_id).agent_identity == dispatch.agent_identity


async def test_people_who_join_at_once_and_again_get_one_agent(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.report()
    joins = [house.http.post(f"/api/meetings/{meeting_id}/join", json={"name": "Maria"}) for _ in range(5)]
    await asyncio.gather(*joins, house.reconcile(), house.reconcile())
    await asyncio.gather(house.reconcile(), house.reconcile())
    assert len(open_leases(house)) == 1


async def test_a_dispatch_without_any_worker_is_made_when_one_comes(house: House) -> None:
    made, _, _ = await house.captioned()
    meeting_id = made.meeting.meeting_id
    house.clock.advance(10)
    assert await state(house, meeting_id) is AiState.UNAVAILABLE
    for _ in range(5):
        house.clock.advance(1)
        assert await state(house, meeting_id) is AiState.UNAVAILABLE
    await house.report("w-new")
    assert await state(house, meeting_id) is AiState.RESTARTING


async def test_a_drained_worker_hands_each_meeting_to_another_worker_once(house: House) -> None:
    made, _, draining = await house.captioned()
    meeting_id = made.meeting.meeting_id
    await house.report("w1", max_jobs=0)  # it drains: no more jobs for it
    await house.report("w2")
    await house.send(draining, FINISHED)
    await house.send(draining, FINISHED)  # said again after a lost answer
    for _ in range(3):
        await house.reconcile()
    successor = house.dispatch(meeting_id)
    assert successor.lease_id != draining.lease_id
    assert (await house.beat(draining)).command == "leave"
    assert len(house.sfu.by_name[meeting_id].dispatches) == 2  # the one that finished and its successor
    await house.beat(successor)
    assert await state(house, meeting_id) is AiState.LIVE


async def test_the_room_is_told_which_engine_is_at_work_and_each_change_at_once(house: House) -> None:
    made, _, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    room = house.room(meeting_id)
    assert (room.live_engine, room.is_fallback, room.is_behind) == ("fake", False, False)
    for changed in (
        {"speech_engine": "whisper-tiny.en", "is_fallback": True},
        {"speech_engine": "whisper-tiny.en", "is_fallback": True, "is_behind": True},
        {"speech_engine": "fake"},
    ):
        house.services.poked.clear()
        await house.beat(dispatch, **changed)
        assert house.services.poked.is_set()
        await house.reconcile()
        room = house.room(meeting_id)
        assert room.live_engine == changed["speech_engine"]
        assert room.is_fallback is bool(changed.get("is_fallback"))
        assert room.is_behind is bool(changed.get("is_behind"))
        house.services.poked.clear()
        await house.beat(dispatch, **changed)
        assert not house.services.poked.is_set()


async def test_an_agent_that_has_no_engine_is_not_live_and_names_none(house: House) -> None:
    made, _, dispatch = await house.captioned()
    await house.beat(dispatch, speech_engine=None)
    assert await state(house, made.meeting.meeting_id) is AiState.UNAVAILABLE
    assert house.room(made.meeting.meeting_id).live_engine is None
    assert house.room(made.meeting.meeting_id).agent_identity == dispatch.agent_identity
    await house.beat(dispatch)
    assert await state(house, made.meeting.meeting_id) is AiState.LIVE


async def test_while_workers_say_that_no_engine_is_ready_none_is_named(house: House) -> None:
    made, _, _ = await house.captioned()
    await house.report(engines=[BROKEN_SPEECH])
    assert await state(house, made.meeting.meeting_id) is AiState.UNAVAILABLE
    assert house.room(made.meeting.meeting_id).live_engine is None


async def test_the_engine_of_a_lost_agent_is_not_named_any_more(house: House) -> None:
    made, _, dispatch = await house.captioned()
    await house.beat(dispatch, is_fallback=True, is_behind=True)
    await house.reconcile()
    house.clock.advance(3)
    await house.report()
    await house.reconcile()
    room = house.room(made.meeting.meeting_id)
    assert (room.ai_state, room.live_engine) == (AiState.RESTARTING, None)
    assert (room.is_fallback, room.is_behind) == (False, False)


async def test_after_a_restart_the_engine_is_told_as_it_was_until_the_agent_is_heard(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, dispatch = await before.captioned()
        await before.beat(dispatch, speech_engine="whisper-tiny.en", is_fallback=True)
        await before.reconcile()
        rooms = before.sfu.by_name
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        await house.reconcile()
        room = house.room(made.meeting.meeting_id)
        assert (room.ai_state, room.live_engine, room.is_fallback) == (
            AiState.LIVE,
            "whisper-tiny.en",
            True,
        )


async def test_the_client_is_told_what_can_be_captioned(house: House) -> None:
    async def languages() -> list[str]:
        found = (await house.http.get("/config.json")).json()["caption_languages"]
        assert isinstance(found, list)
        return found

    assert await languages() == []
    await house.report("w1", engines=[engine("whisper", "en", "de"), engine("notes", "xx", kind="notes")])
    await house.report("w2", engines=[engine("cloud", "pt-BR", "de"), engine("away", "fr", is_ready=False)])
    assert await languages() == ["de", "en", "pt-BR"]
    listed = (await house.http.get("/readyz")).json()["engines"]
    assert {one["name"] for one in listed} == {"whisper", "notes", "cloud", "away"}
    house.clock.advance(3.1)
    assert await languages() == []


async def test_a_meeting_that_ends_before_its_agent_came_leaves_no_lease(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    await house.report()
    await house.reconcile()
    dispatch = house.dispatch(made.meeting.meeting_id)
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert (await house.beat(dispatch)).command == "leave"
    await house.reconcile()
    assert house.services.watch.lease_ids == set()

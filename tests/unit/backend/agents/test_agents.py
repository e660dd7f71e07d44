"""The life of leases: one live agent for each meeting that wants AI, seen from the room's metadata."""

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from parley.backend.agents.models import CloseReason
from parley.backend.agents.repository import leases_of
from parley.backend.agents.service import new_lease
from parley.contracts.ingest import LeaseCommand
from parley.contracts.room import AiState
from tests.unit.backend.house import FINISHED, SPEECH, House, bearer, open_house

pytestmark = pytest.mark.unit

BROKEN_SPEECH = SPEECH | {"is_ready": False, "problem": "The model file is missing."}


def states(house: House) -> list[AiState]:
    """What the room was told, each once in a row."""
    told = [metadata.ai_state for metadata in house.sfu.history]
    return [state for index, state in enumerate(told) if index == 0 or told[index - 1] is not state]


async def test_an_agent_is_dispatched_when_a_worker_appears_and_is_live_when_it_listens(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.reconcile()
    assert house.room(meeting_id).ai_state is AiState.UNAVAILABLE
    assert house.sfu.by_name[meeting_id].dispatches == {}

    house.services.poked.clear()
    await house.report()
    assert house.services.poked.is_set()
    await house.reconcile()
    dispatch = house.dispatch(meeting_id)
    assert dispatch.meeting_id == meeting_id
    assert house.room(meeting_id).agent_identity == dispatch.agent_identity

    house.services.poked.clear()
    assert (await house.beat(dispatch, is_listening=False)).command is LeaseCommand.CONTINUE
    await house.reconcile()
    await house.beat(dispatch)
    assert house.services.poked.is_set()
    await house.reconcile()
    assert states(house) == [AiState.UNAVAILABLE, AiState.STARTING, AiState.LIVE]
    assert house.room(meeting_id).agent_identity == dispatch.agent_identity


async def test_a_meeting_that_nobody_joined_gets_no_agent(house: House) -> None:
    await house.meet()
    await house.report()
    await house.reconcile()
    assert house.sfu.by_name == {}


async def test_reconciling_again_dispatches_nobody_twice(house: House) -> None:
    made, _, _ = await house.captioned()
    for _ in range(5):
        await house.reconcile()
    assert len(house.sfu.by_name[made.meeting.meeting_id].dispatches) == 1


async def test_a_dead_agent_is_replaced_under_a_new_identity_and_its_ghost_removed(house: House) -> None:
    made, _, dead = await house.captioned()
    meeting_id = made.meeting.meeting_id
    house.clock.advance(2.6)
    await house.report()
    await house.reconcile()
    room = house.sfu.by_name[meeting_id]
    (successor,) = room.dispatches.values()
    assert successor.agent_identity != dead.agent_identity
    assert dead.agent_identity not in room.participants
    assert room.metadata.ai_state is AiState.RESTARTING
    assert room.metadata.agent_identity == successor.agent_identity
    assert (await house.beat(dead)).command is LeaseCommand.LEAVE

    house.sfu.enter(meeting_id, dead.agent_identity, is_agent=True)  # it was only stuck, and comes back
    await house.reconcile()
    assert dead.agent_identity not in room.participants
    await house.beat(successor)
    await house.reconcile()
    assert states(house)[-2:] == [AiState.RESTARTING, AiState.LIVE]


async def test_without_a_worker_a_lost_agent_leaves_the_call_going_on_without_captions(house: House) -> None:
    made, _, _ = await house.captioned()
    house.clock.advance(5)
    await house.reconcile()
    room = house.room(made.meeting.meeting_id)
    assert (room.ai_state, room.agent_identity) == (AiState.UNAVAILABLE, None)


async def test_a_dispatch_that_finds_no_worker_is_made_again(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    await house.report()
    await house.reconcile()
    first = house.dispatch(made.meeting.meeting_id)
    house.clock.advance(5.1)
    await house.report()
    await house.reconcile()
    assert house.dispatch(made.meeting.meeting_id).lease_id != first.lease_id


async def test_an_agent_that_is_not_in_the_room_any_more_is_replaced_though_it_beats(house: House) -> None:
    made, _, dispatch = await house.captioned()
    house.sfu.leave(made.meeting.meeting_id, dispatch.agent_identity)
    for _ in range(5):
        await house.reconcile()
        house.clock.advance(1)
        await house.report()
        await house.beat(dispatch)
    await house.reconcile()
    assert house.dispatch(made.meeting.meeting_id).lease_id != dispatch.lease_id


async def test_no_agent_is_sent_where_no_worker_has_a_speech_engine(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.report(engines=[BROKEN_SPEECH])
    await house.reconcile()
    assert house.room(meeting_id).ai_state is AiState.UNAVAILABLE
    assert house.sfu.by_name[meeting_id].dispatches == {}
    await house.report("w2", max_jobs=0)  # has one, but no room
    await house.reconcile()
    assert house.sfu.by_name[meeting_id].dispatches == {}
    await house.report("w3")
    await house.reconcile()
    assert len(house.sfu.by_name[meeting_id].dispatches) == 1


async def test_speech_that_breaks_and_mends_is_told_while_the_agent_stays(house: House) -> None:
    made, _, dispatch = await house.captioned()
    await house.report(engines=[BROKEN_SPEECH])
    await house.reconcile()
    assert house.room(made.meeting.meeting_id).ai_state is AiState.UNAVAILABLE
    await house.report()
    await house.reconcile()
    room = house.room(made.meeting.meeting_id)
    assert (room.ai_state, room.agent_identity) == (AiState.LIVE, dispatch.agent_identity)


async def test_with_captions_and_notes_off_the_agent_is_sent_off(house: House) -> None:
    made, _, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    await house.http.patch(
        f"/api/meetings/{meeting_id}",
        json={"captions_on": False, "notes_on": False},
        headers=bearer(made.host_key),
    )
    await house.reconcile()
    assert house.room(meeting_id).ai_state is AiState.OFF
    assert (await house.beat(dispatch)).command is LeaseCommand.LEAVE
    assert dispatch.agent_identity in house.sfu.by_name[meeting_id].participants  # it may finish a sentence
    house.clock.advance(11)
    await house.reconcile()
    assert dispatch.agent_identity not in house.sfu.by_name[meeting_id].participants


async def test_a_job_that_says_it_has_finished_is_replaced_at_once(house: House) -> None:
    made, _, first = await house.captioned()
    await house.send(first, FINISHED)
    await house.reconcile()
    assert house.dispatch(made.meeting.meeting_id).lease_id != first.lease_id
    assert house.room(made.meeting.meeting_id).ai_state is AiState.RESTARTING


async def test_the_room_of_an_ended_meeting_stays_until_the_agent_has_finished_but_not_long(
    house: House,
) -> None:
    for reports in (True, False):
        made, _, dispatch = await house.captioned()
        meeting_id = made.meeting.meeting_id
        await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
        await house.reconcile()
        assert meeting_id in house.sfu.by_name
        assert (await house.beat(dispatch)).command is LeaseCommand.LEAVE
        if reports:
            await house.send(dispatch, FINISHED)
        else:
            house.clock.advance(2)
        await house.reconcile()
        assert meeting_id not in house.sfu.by_name


async def test_the_meeting_clock_counts_from_the_start_and_survives_a_wrong_wall_clock(house: House) -> None:
    _, _, dispatch = await house.captioned()
    house.clock.advance(1.5)
    first = (await house.beat(dispatch)).meeting_now_ms
    house.clock.shift_wall(-3600)
    house.clock.advance(1)
    second = (await house.beat(dispatch)).meeting_now_ms
    assert second - first == 1000
    assert first == 1500


async def test_an_sfu_that_refuses_a_dispatch_is_asked_again_a_second_later(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.reconcile()
    await house.report()
    house.sfu.is_down = True
    await house.reconcile()
    house.sfu.is_down = False
    await house.reconcile()
    assert house.sfu.by_name[meeting_id].dispatches == {}
    house.clock.advance(1)
    await house.reconcile()
    assert len(house.sfu.by_name[meeting_id].dispatches) == 1


async def test_an_sfu_that_is_away_for_long_leaves_no_lease_of_each_attempt(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    house.sfu.is_down = True
    for _ in range(10):
        await house.report()
        await house.reconcile()
        house.clock.advance(1.1)
    assert house.services.watch.lease_ids == set()
    house.sfu.is_down = False
    await house.report()
    await house.reconcile()
    async with house.services.database.reading() as session:
        leases = await leases_of(session, meeting_id)
    assert [lease.close_reason for lease in leases] == [CloseReason.NOT_DISPATCHED, None]


async def test_after_a_restart_of_the_backend_open_leases_get_one_grace_period(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, dispatch = await before.captioned()
        rooms = before.sfu.by_name
    meeting_id = made.meeting.meeting_id
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.advance(4)
        await house.report()
        await house.reconcile()
        assert house.dispatch(meeting_id) == dispatch
        assert house.room(meeting_id).ai_state is AiState.LIVE
        assert (await house.beat(dispatch)).command is LeaseCommand.CONTINUE
        house.clock.advance(2)
        await house.reconcile()
        assert house.dispatch(meeting_id) == dispatch
        house.clock.advance(1)
        await house.report()
        await house.reconcile()
        assert house.dispatch(meeting_id) != dispatch


async def test_a_process_that_stood_still_blames_nobody(house: House) -> None:
    made, _, dispatch = await house.captioned()
    house.clock.advance(8)
    house.services.watch.forgive(8)
    await house.report()
    await house.reconcile()
    assert house.dispatch(made.meeting.meeting_id) == dispatch


async def test_the_database_itself_refuses_a_second_open_lease(house: House) -> None:
    made, _, _ = await house.captioned()
    with pytest.raises(IntegrityError):
        async with house.services.database.writing() as session:
            session.add(new_lease(made.meeting.meeting_id, house.clock))

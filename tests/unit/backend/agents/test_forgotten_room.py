"""What is done when the SFU was away and has forgotten its rooms, as it does in a restart."""

import pytest

from parley.backend.agents.decision import FORGOTTEN_LOST_S
from parley.contracts.access import JoinResponse
from parley.contracts.ingest import AgentDispatch
from parley.contracts.meetings import MeetingCreated
from tests.unit.backend.house import House

pytestmark = pytest.mark.unit


async def tick(house: House, *, after_s: float) -> None:
    """One pass that nobody poked for."""
    house.clock.advance(after_s)
    house.services.poked.clear()
    await house.services.reconciler.run_once()


async def lose_sfu(house: House) -> AgentDispatch:
    """A meeting with captions whose SFU has just gone, with all that it knew; gives the agent's dispatch."""
    _, _, dispatch = await house.captioned()
    house.sfu.is_down = True
    house.clock.advance(0.1)
    await house.reconcile()
    house.sfu.by_name.clear()
    return dispatch


async def test_an_sfu_that_is_back_gets_its_rooms_within_a_tick(house: House) -> None:
    dispatch = await lose_sfu(house)
    await tick(house, after_s=0.25)
    house.sfu.is_down = False
    await tick(house, after_s=0.25)
    assert dispatch.meeting_id in house.sfu.by_name


async def test_what_waited_for_the_sfu_is_tried_as_soon_as_it_is_back(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    await house.report()
    house.sfu.is_down = True
    await house.reconcile()
    house.sfu.is_down = False
    await tick(house, after_s=0.25)
    await tick(house, after_s=0.25)
    assert len(house.sfu.by_name[made.meeting.meeting_id].dispatches) == 1


async def test_an_agent_that_does_not_come_back_is_replaced_after_two_seconds(house: House) -> None:
    dead = await lose_sfu(house)
    house.sfu.is_down = False
    await beats(house, dead, for_s=FORGOTTEN_LOST_S)
    assert house.sfu.by_name[dead.meeting_id].dispatches == {}
    await beats(house, dead, for_s=0.5)
    assert house.dispatch(dead.meeting_id).lease_id != dead.lease_id


async def test_so_it_is_where_somebody_who_came_back_had_the_room_made(house: House) -> None:
    dead = await lose_sfu(house)
    house.sfu.is_down = False
    await house.join(dead.meeting_id, "Ben")
    await beats(house, dead, for_s=FORGOTTEN_LOST_S + 0.5)
    assert house.dispatch(dead.meeting_id).lease_id != dead.lease_id


async def test_an_agent_that_comes_back_just_before_that_is_kept(house: House) -> None:
    dispatch = await lose_sfu(house)
    house.sfu.is_down = False
    await beats(house, dispatch, for_s=FORGOTTEN_LOST_S - 0.25)
    house.sfu.enter(dispatch.meeting_id, dispatch.agent_identity, is_agent=True)
    await beats(house, dispatch, for_s=5)
    assert house.sfu.by_name[dispatch.meeting_id].dispatches == {}


async def test_what_people_say_who_are_back_before_the_agent_is_told_as_a_gap(house: House) -> None:
    made, person, dispatch = await restarted(house)
    house.enter(person)
    await beats(house, dispatch, for_s=1)
    house.sfu.enter(dispatch.meeting_id, dispatch.agent_identity, is_agent=True)
    await beats(house, dispatch, for_s=5)
    (gap,) = (await house.transcript(made)).gaps
    assert (gap.speaker, gap.start_ms, gap.end_ms) == (None, 5_750, 6_750)


async def test_nobody_missed_anything_where_the_agent_was_back_first(house: House) -> None:
    made, person, dispatch = await restarted(house)
    house.sfu.enter(dispatch.meeting_id, dispatch.agent_identity, is_agent=True)
    await beats(house, dispatch, for_s=1)
    house.enter(person)
    await beats(house, dispatch, for_s=5)
    assert (await house.transcript(made)).gaps == []


async def restarted(house: House) -> tuple[MeetingCreated, JoinResponse, AgentDispatch]:
    """A meeting, 5 s old, whose SFU came back half a second ago: with its room, and nobody in it."""
    made, person, dispatch = await house.captioned()
    house.clock.advance(5)
    await house.beat(dispatch)
    house.sfu.is_down = True
    await house.reconcile()
    house.sfu.by_name.clear()
    house.sfu.is_down = False
    await beats(house, dispatch, for_s=0.5)
    return made, person, dispatch


async def beats(house: House, dispatch: AgentDispatch, *, for_s: float) -> None:
    """The job and a free worker report while the reconciler ticks, and no webhook tells it anything."""
    for _ in range(round(for_s / 0.25)):
        await house.report()
        await house.beat(dispatch)
        await tick(house, after_s=0.25)

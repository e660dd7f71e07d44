"""What is done when the SFU was away and has forgotten its rooms, as it does in a restart."""

import pytest

from parley.contracts.ingest import AgentDispatch
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

"""What a job does that comes back to a room: it asks before it hears anybody."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from parley.agent.lease import Lease
from parley.agent.outbox.outbox import Outbox
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import LeaseAnswer, LeaseCommand, LeaseHeartbeat
from tests.unit.agent.meeting_peers import (
    LEASE,
    KnownWords,
    OpenDoor,
    PeerRoom,
    SilentDoor,
    meeting_pipeline,
)

pytestmark = pytest.mark.unit


def heartbeat() -> LeaseHeartbeat:
    return LeaseHeartbeat(
        is_listening=True,
        engines=[],
        speech_engine=None,
        is_fallback=False,
        is_behind=False,
        open_speech=[],
    )


class SlowDoor(OpenDoor):
    """A backend whose first answer is on its way until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.lets_go = asyncio.Event()

    async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
        answer = await super().heartbeat(lease_id, heartbeat)
        await self.lets_go.wait()
        return answer


async def test_who_rejoins_hears_again_as_soon_as_the_backend_says_so(tmp_path: Path) -> None:
    await rejoins(tmp_path, OpenDoor(), lambda room, _left: room.has_resumed.wait())


async def test_who_rejoins_after_the_lease_was_lost_hears_nobody_and_leaves(tmp_path: Path) -> None:
    door = OpenDoor()
    room = await rejoins(tmp_path, door, lambda _room, left: left.wait(), LeaseCommand.LEAVE)
    assert not room.has_resumed.is_set()


async def rejoins(
    folder: Path,
    door: OpenDoor,
    until: Callable[[PeerRoom, asyncio.Event], Awaitable[object]],
    command: LeaseCommand = LeaseCommand.CONTINUE,
) -> PeerRoom:
    """A job that runs, and whose way to the SFU is back now; the backend then says this."""
    room, left = PeerRoom(), asyncio.Event()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), Outbox(folder / "outbox.db"))
    await pipeline.start(room, on_left=left.set)
    await door.answered.wait()
    door.command = command
    pipeline.on_rejoined()
    async with asyncio.timeout(0.9):  # before the next heartbeat would be due
        await until(room, left)
    await pipeline.finish()
    return room


async def test_an_answer_to_what_was_asked_before_does_not_count() -> None:
    door = SlowDoor()
    lease = Lease(LEASE, door, heartbeat)
    keeping = asyncio.create_task(lease.keep())
    await door.answered.wait()
    asking = asyncio.create_task(lease.confirmed())
    await asyncio.sleep(0)
    door.command = LeaseCommand.LEAVE
    door.lets_go.set()
    await keeping
    assert not asking.done()
    asking.cancel()


async def test_a_backend_that_is_away_sends_no_successor() -> None:
    lease = Lease(LEASE, SilentDoor(), heartbeat)
    keeping = asyncio.create_task(lease.keep())
    async with asyncio.timeout(5):
        await lease.confirmed()
    keeping.cancel()

"""A job's lease of its meeting: tells the backend each second that the job lives, and hears what to do."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog

from parley.agent.backend_client import BackendAway, BackendRefused
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import LeaseAnswer, LeaseCommand, LeaseHeartbeat

log = structlog.get_logger()

HEARTBEAT_INTERVAL_S = 1.0
_RETRY_S = 0.25  # until the first answer, which brings the meeting clock


class LeaseDoor(Protocol):
    """Where heartbeats are sent."""

    async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer: ...


class Lease:
    """The heartbeat of one lease.

    A backend that is away changes nothing: the job goes on, and the outbox keeps what it makes.
    """

    def __init__(self, lease_id: LeaseId, door: LeaseDoor, state: Callable[[], LeaseHeartbeat]) -> None:
        self.lease_id = lease_id
        self._door = door
        self._state = state
        self._clock: asyncio.Future[MeetingClock] = asyncio.get_running_loop().create_future()
        self._soon = asyncio.Event()
        self._unconfirmed: list[asyncio.Future[None]] = []

    async def clock(self) -> MeetingClock:
        """The meeting clock; waits for the backend's first answer."""
        return await asyncio.shield(self._clock)

    def report_soon(self) -> None:
        """Sends the next heartbeat at once, because what it says has changed."""
        self._soon.set()

    async def confirmed(self) -> None:
        """Asks at once whether the lease still stands; waits for ever if it is over.

        A backend that does not answer sends no successor either, so that the lease is taken to stand.
        """
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unconfirmed.append(answered)
        self.report_soon()
        await answered

    async def keep(self) -> None:
        """Sends heartbeats until the lease is over: the backend says leave, or knows it no more."""
        while True:
            self._soon.clear()
            asking, self._unconfirmed = self._unconfirmed, []
            try:
                if await self._beat() is LeaseCommand.LEAVE:
                    log.info("lease_ended")
                    return
            except BackendRefused as refusal:
                log.warning("lease_refused", code=refusal.code)
                return
            except BackendAway as away:
                log.warning("heartbeat_unanswered", reason=str(away))
            for one in asking:
                if not one.done():
                    one.set_result(None)
            try:
                interval_s = HEARTBEAT_INTERVAL_S if self._clock.done() else _RETRY_S
                await asyncio.wait_for(self._soon.wait(), interval_s)
            except TimeoutError:
                pass

    async def _beat(self) -> LeaseCommand:
        asked_at_s = time.monotonic()
        answer = await self._door.heartbeat(self.lease_id, self._state())
        if not self._clock.done():
            middle_s = (asked_at_s + time.monotonic()) / 2
            self._clock.set_result(MeetingClock(answer.meeting_now_ms, middle_s))
        return answer.command

"""Stores what pages tell in groups: a commit costs the same for one batch as for all that came in meanwhile.

One task takes whatever waits, stores it as one unit of work, and only then are its senders answered: nothing
that was acknowledged is lost. No batch fails for another's sake.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import OperationalError

from parley.backend.background import running
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import Unavailable
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.telemetry.group import Told, store
from parley.contracts.problems import ProblemCode

GROUP_MAX = 32
"""Batches in one unit of work; everybody else who writes waits for it, some 50 ms."""

WAITING_MAX = 600
"""Batches that may wait: two meetings of 300 whose pages tell at the same moment."""

RETRY_AFTER_S = 5
"""As many batches as may wait are stored in less; pages try again with their next, after 15 s."""

CLOSING_WITHIN_S = 0.5
"""For how long a backend that stops goes on storing what waits; who asked had their time before."""

_log = structlog.get_logger()


class TelemetryBusy(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.TELEMETRY_BUSY,
            "More telemetry came at once than can be stored. Wait a moment, then send it again.",
            retry_after_s=RETRY_AFTER_S,
        )


@dataclass(frozen=True)
class _Waiting:
    told: Told
    stored: asyncio.Future[None]


class TelemetryWriter:
    def __init__(self, database: Database, clock: Clock, times: MeetingTimes) -> None:
        self._database = database
        self._clock = clock
        self._times = times
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue(WAITING_MAX)
        self._is_open = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Write until the block ends, and what waits then."""
        try:
            async with running(self._write(), name="telemetry writer"):
                self._is_open = True
                try:
                    yield
                finally:
                    await self._close()
        finally:
            _settle(self._drawn(WAITING_MAX), TelemetryBusy())

    async def put(self, told: Told) -> None:
        """Returns once it is stored. Raises TelemetryBusy, or why this one is not taken (`group.store`)."""
        if not self._is_open or self._waiting.full():
            raise TelemetryBusy
        waiting = _Waiting(told, asyncio.get_running_loop().create_future())
        self._waiting.put_nowait(waiting)
        await waiting.stored

    async def _close(self) -> None:
        self._is_open = False
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_WITHIN_S):
                await self._waiting.join()

    async def _write(self) -> None:
        while True:
            group = [await self._waiting.get(), *self._drawn(GROUP_MAX - 1)]
            try:
                await self._store(group)
            finally:
                _settle(group, TelemetryBusy())  # of those that are not: the task was cancelled
                for _ in group:
                    self._waiting.task_done()

    def _drawn(self, count: int) -> list[_Waiting]:
        return [self._waiting.get_nowait() for _ in range(min(count, self._waiting.qsize()))]

    async def _store(self, group: Sequence[_Waiting]) -> None:
        try:
            async with self._database.writing() as session:
                refusals = await store(session, [one.told for one in group], self._times, self._clock.now())
        except OperationalError as error:  # the disk is full, another process holds the file: nobody's fault
            _log.error("telemetry_not_stored", batches=len(group), exc_type=type(error).__name__)
            _settle(group, TelemetryBusy())
        except Exception as error:  # noqa: BLE001 - each is answered by its own request, which logs it
            if len(group) == 1:
                _settle(group, error)
                return
            for one in group:
                await self._store([one])
        else:
            for one, refusal in zip(group, refusals, strict=True):
                _settle([one], refusal)


def _settle(group: Sequence[_Waiting], outcome: Exception | None) -> None:
    """Answer those that have no answer yet. Who went away meanwhile has cancelled theirs."""
    for one in group:
        if one.stored.done():
            continue
        if outcome is None:
            one.stored.set_result(None)
        else:
            one.stored.set_exception(outcome)

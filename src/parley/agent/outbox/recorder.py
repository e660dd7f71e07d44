"""One job's way into the outbox: records in order, again until the disk takes them, then what follows.

The disk may be full or locked for a while; records wait in memory meanwhile, so a job that is killed then
loses them. Nobody has been shown them.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from parley.agent.outbox.outbox import Outbox
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import OutboxRecord

log = structlog.get_logger()

_FIRST_BACKOFF_S = 0.1
_MAX_BACKOFF_S = 2.0


@dataclass(frozen=True)
class _Waiting:
    record: OutboxRecord
    on_stored: Callable[[], None]


class Recorder:
    """Stores the records of one lease; `run` owns the storing."""

    def __init__(
        self,
        outbox: Outbox,
        lease_id: LeaseId,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._outbox = outbox
        self._lease_id = lease_id
        self._sleep = sleep
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._unstored = 0
        self._is_refused = False

    def record(self, record: OutboxRecord, on_stored: Callable[[], None] = lambda: None) -> None:
        """Takes a record; `on_stored` is called once it is on disk."""
        self._unstored += 1
        self._queue.put_nowait(_Waiting(record, on_stored))

    @property
    def is_delayed(self) -> bool:
        """Whether the disk has refused the oldest record and it has to wait, with all that follow."""
        return self._is_refused

    async def run(self) -> None:
        """Stores until cancelled."""
        while True:
            waiting = await self._queue.get()
            await self._store(waiting.record)
            self._unstored -= 1
            try:
                waiting.on_stored()
            except Exception as problem:  # noqa: BLE001 - whatever follows, the next record is to be stored
                log.error("record_not_followed", exc_type=type(problem).__name__)
            finally:
                self._queue.task_done()

    async def settled(self, timeout_s: float) -> int:
        """Waits until everything is on disk, no longer than the timeout; how many records are not."""
        try:
            await asyncio.wait_for(self._queue.join(), timeout_s)
        except TimeoutError:
            log.error("records_lost", count=self._unstored)
        return self._unstored

    async def _store(self, record: OutboxRecord) -> None:
        backoff_s = _FIRST_BACKOFF_S
        while True:
            try:
                await asyncio.to_thread(self._outbox.append, self._lease_id, record)
                self._is_refused = False
                return
            except sqlite3.Error as problem:
                self._is_refused = True
                log.error("record_delayed", exc_type=type(problem).__name__, waiting=self._unstored)
            await self._sleep(backoff_s)
            backoff_s = min(2 * backoff_s, _MAX_BACKOFF_S)

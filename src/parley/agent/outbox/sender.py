"""Sends the outbox: in order for each lease, again until the backend has taken or refused each record."""

import asyncio
import sqlite3
from typing import Protocol

import structlog

from parley.agent.backend_client import BackendAway, BackendRefused
from parley.agent.outbox.outbox import Outbox, Pending
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import IngestAnswer, OutboxRecord
from parley.contracts.problems import ProblemCode

log = structlog.get_logger()

BATCH_RECORDS = 100  # the contract's limit
UNREADABLE = "record_unreadable"
_LOOK_INTERVAL_S = 0.1
_FIRST_BACKOFF_S = 0.1
_MAX_BACKOFF_S = 2.0


class RecordsDoor(Protocol):
    """Where records are sent."""

    async def send_records(self, lease_id: LeaseId, records: list[OutboxRecord]) -> IngestAnswer: ...


class OutboxSender:
    """The one sender of an outbox file; runs in the worker, so it outlives every job."""

    def __init__(self, outbox: Outbox, door: RecordsDoor) -> None:
        self._outbox = outbox
        self._door = door
        self._sending = asyncio.Lock()  # or the worker's last call would send again what is under way

    async def run(self) -> None:
        """Sends until cancelled."""
        backoff_s = _FIRST_BACKOFF_S
        while True:
            if await self.send_all():
                backoff_s = _FIRST_BACKOFF_S
                await asyncio.sleep(_LOOK_INTERVAL_S)
            else:
                await asyncio.sleep(backoff_s)
                backoff_s = min(2 * backoff_s, _MAX_BACKOFF_S)

    async def send_all(self) -> bool:
        """Sends what is there; False if the backend was away, or the file unusable, for some of it."""
        async with self._sending:
            return await self._send_all()

    async def _send_all(self) -> bool:
        try:
            leases = await asyncio.to_thread(self._outbox.leases)
        except sqlite3.Error as problem:
            log.error("outbox_failed", exc_type=type(problem).__name__)
            return False
        all_sent = True
        for lease_id in leases:
            try:
                await self._send_lease(lease_id)
            except BackendAway as away:
                log.warning("outbox_delayed", lease_id=lease_id, reason=str(away))
                all_sent = False
            except sqlite3.Error as problem:
                log.error("outbox_failed", lease_id=lease_id, exc_type=type(problem).__name__)
                all_sent = False
        return all_sent

    async def _send_lease(self, lease_id: LeaseId) -> None:
        while batch := await asyncio.to_thread(self._outbox.pending, lease_id, BATCH_RECORDS):
            unreadable = [one for one in batch if one.record is None]
            await self._set_aside(lease_id, unreadable, UNREADABLE)
            if readable := [one for one in batch if one.record is not None]:
                await self._send_readable(lease_id, readable)

    async def _send_readable(self, lease_id: LeaseId, batch: list[Pending]) -> None:
        try:
            await self._send_batch(lease_id, batch)
        except BackendRefused as refusal:
            if refusal.code == ProblemCode.LEASE_NOT_FOUND or len(batch) == 1:
                await self._set_aside(lease_id, batch, refusal.code)
            else:  # one of them is bad: only sending each alone tells which
                for one in batch:
                    await self._send_readable(lease_id, [one])

    async def _send_batch(self, lease_id: LeaseId, batch: list[Pending]) -> None:
        try:
            answer = await self._door.send_records(lease_id, [one.record for one in batch if one.record])
        except BackendRefused as refusal:
            if refusal.status == 404 and refusal.code != ProblemCode.LEASE_NOT_FOUND:
                # Not a word on the records: another version answers, or the address is wrong for a while.
                raise BackendAway(str(refusal)) from refusal
            raise
        refused = {batch[one.index].number: one.code for one in answer.refused if one.index < len(batch)}
        await self._settle(lease_id, batch, refused)

    async def _set_aside(self, lease_id: LeaseId, batch: list[Pending], code: str) -> None:
        if batch:
            await self._settle(lease_id, batch, {one.number: code for one in batch})

    async def _settle(self, lease_id: LeaseId, batch: list[Pending], refused: dict[int, str]) -> None:
        for code in refused.values():
            log.error("record_refused", lease_id=lease_id, code=code)
        stored = [one.number for one in batch if one.number not in refused]
        await asyncio.to_thread(self._outbox.settle, lease_id, stored, refused)

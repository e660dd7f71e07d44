"""Tells the backend each second that this worker is there and what it can do; takes notes work in return."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import structlog

from parley.agent.backend_client import BackendAway, BackendRefused
from parley.agent.notes import make_notes
from parley.contracts.ingest import NotesRequest, NotesResult, NotesSource, WorkerAnswer, WorkerReport

log = structlog.get_logger()

REPORT_INTERVAL_S = 1.0
_SEND_ATTEMPTS = 5


class WorkerDoor(Protocol):
    """Where reports and notes are sent."""

    async def report(self, worker_id: str, report: WorkerReport) -> WorkerAnswer: ...

    async def notes_source(self, request_id: str) -> NotesSource: ...

    async def send_notes(self, result: NotesResult) -> None: ...


class Reporter:
    """Reports under the id that `worker_id` gives, once it gives one; at once whenever `soon` is set."""

    def __init__(
        self,
        door: WorkerDoor,
        worker_id: Callable[[], str | None],
        report: Callable[[], WorkerReport],
        soon: asyncio.Event,
    ) -> None:
        self._door = door
        self._worker_id = worker_id
        self._report = report
        self._soon = soon
        self._making: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Reports until cancelled; notes under way are given up then, and asked for again by the backend."""
        try:
            while True:
                self._soon.clear()
                if (worker_id := self._worker_id()) is not None:
                    await self._report_once(worker_id)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._soon.wait(), REPORT_INTERVAL_S)
        finally:
            for task in self._making.values():
                task.cancel()

    async def _report_once(self, worker_id: str) -> None:
        try:
            answer = await self._door.report(worker_id, self._report())
        except (BackendAway, BackendRefused) as problem:
            log.warning("report_unanswered", reason=str(problem))
            return
        for request in answer.notes_requests:
            if request.request_id not in self._making:
                task = asyncio.create_task(self._make(request))
                self._making[request.request_id] = task

    async def _make(self, request: NotesRequest) -> None:
        try:
            source = await self._door.notes_source(request.request_id)
            notes = await asyncio.to_thread(make_notes, source)
            await self._deliver(NotesResult(request_id=request.request_id, notes=notes))
            log.info("notes_made", meeting_id=request.meeting_id, is_empty=notes is None)
        except (BackendAway, BackendRefused) as problem:
            log.warning("notes_not_delivered", meeting_id=request.meeting_id, reason=str(problem))
        except Exception as problem:  # noqa: BLE001 - notes are made of words, so only the type may be told
            # One meeting's notes must not stop the worker; the backend asks again, then says `failed`.
            log.error("notes_failed", meeting_id=request.meeting_id, exc_type=type(problem).__name__)
        finally:
            del self._making[request.request_id]

    async def _deliver(self, result: NotesResult) -> None:
        for attempt in range(_SEND_ATTEMPTS):
            try:
                await self._door.send_notes(result)
                return
            except BackendAway:
                if attempt == _SEND_ATTEMPTS - 1:
                    raise
                await asyncio.sleep(REPORT_INTERVAL_S)

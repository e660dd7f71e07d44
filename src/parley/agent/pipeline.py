"""One meeting's wiring: room to listening to engines to captions to room and outbox. Holds no rules."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Protocol

import structlog

from parley.agent.captions.assembler import Caption
from parley.agent.captions.scribe import Scribe
from parley.agent.engines.ports import SpeechEvent, SpeechToText
from parley.agent.engines.silero import SILERO_USE
from parley.agent.lease import Lease, LeaseDoor
from parley.agent.listening.ears import Ears
from parley.agent.listening.listener import Utterance
from parley.agent.outbox.outbox import Outbox
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import JobFinishedRecord, LeaseHeartbeat, OutboxRecord, SegmentRecord
from parley.contracts.meetings import EngineUse
from parley.contracts.room import RoomMetadata

log = structlog.get_logger()

FINALS_TIMEOUT_S = 5.0


class Room(Protocol):
    """The meeting's room as the pipeline uses it."""

    async def connect(self) -> None: ...

    def listen(self, is_listening: bool) -> None: ...

    def publish(self, caption: Caption) -> None: ...

    async def close(self) -> None: ...


class MeetingPipeline:
    """Runs one meeting from `start` to `finish`."""

    def __init__(
        self, lease_id: LeaseId, door: LeaseDoor, speech_to_text: SpeechToText, outbox: Outbox
    ) -> None:
        self._speech_to_text = speech_to_text
        self._outbox = outbox
        self._lease = Lease(lease_id, door, self._heartbeat)
        self.ears = Ears(speech_to_text, self._on_speech)
        self._room: Room | None = None
        self._is_listening = False
        self._captions_on = True
        self._scribe: Scribe | None = None
        self._heard_early: list[tuple[Utterance, SpeechEvent]] = []  # before the clock was known
        self._finals: asyncio.Queue[Caption] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, room: Room, on_left: Callable[[], None]) -> None:
        """Joins the room; the first heartbeat and the engine's greeting run alongside.

        Args:
            room: Where the meeting is.
            on_left: Called when the lease is over; whoever owns the job then ends it, which calls `finish`.
        """
        self._room = room
        self._own(self._keep_lease(on_left))
        self._own(self._get_ready())
        self._own(self._store_finals())
        await room.connect()
        log.info("meeting_joined")

    def on_wishes(self, wishes: RoomMetadata) -> None:
        """Follows what the host has turned on: captions are shown, and people heard, only if wished."""
        self._captions_on = wishes.captions_on
        is_listening = wishes.captions_on or wishes.notes_on
        if self._room is not None and is_listening != self._is_listening:
            self._is_listening = is_listening
            self._room.listen(is_listening)
            self._lease.report_soon()

    async def finish(self) -> None:
        """Finishes what is being said and leaves everything in the outbox. Call once."""
        await self.ears.close_all(FINALS_TIMEOUT_S)
        await self._finals.join()
        if self._room is not None:
            await self._room.close()
        for task in self._tasks:
            task.cancel()
        finished = JobFinishedRecord(
            type="job_finished",
            billed_speech_ms=self.ears.billed_speech_ms,
            utterances=self.ears.utterances,
            engines=self._engines(),
        )
        await self._append(finished)
        log.info("meeting_left", utterances=finished.utterances, billed_speech_ms=finished.billed_speech_ms)

    async def _keep_lease(self, on_left: Callable[[], None]) -> None:
        await self._lease.keep()
        on_left()

    async def _get_ready(self) -> None:
        clock = await self._lease.clock()
        capabilities = await self._speech_to_text.capabilities()
        self._scribe = Scribe(clock, capabilities.language)
        for utterance, event in self._heard_early:
            self._write_down(self._scribe, utterance, event)
        self._heard_early.clear()

    def _on_speech(self, utterance: Utterance, event: SpeechEvent) -> None:
        if self._scribe is None:
            self._heard_early.append((utterance, event))
        else:
            self._write_down(self._scribe, utterance, event)

    def _write_down(self, scribe: Scribe, utterance: Utterance, event: SpeechEvent) -> None:
        caption = scribe.caption(utterance, event)
        if caption is None:
            return
        if caption.is_final:
            self._finals.put_nowait(caption)
        else:
            self._show(caption)

    async def _store_finals(self) -> None:
        """A final is on disk before anybody sees it."""
        while True:
            caption = await self._finals.get()
            await self._append(SegmentRecord(type="segment", segment=caption.segment()))
            self._show(caption)
            self._finals.task_done()

    def _show(self, caption: Caption) -> None:
        if self._captions_on and self._room is not None:
            self._room.publish(caption)

    async def _append(self, record: OutboxRecord) -> None:
        try:
            await asyncio.to_thread(self._outbox.append, self._lease.lease_id, record)
        except sqlite3.Error as problem:
            # Captions still go to the room; only what a full disk cannot hold is missing from the store.
            log.error("outbox_append_failed", exc_type=type(problem).__name__, record=record.type)

    def _heartbeat(self) -> LeaseHeartbeat:
        return LeaseHeartbeat(is_listening=self._is_listening, engines=self._engines())

    def _engines(self) -> list[EngineUse]:
        return [*self._speech_to_text.engines(), SILERO_USE]

    def _own(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(_log_failure)
        self._tasks.append(task)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("meeting_task_failed", exc_info=problem)

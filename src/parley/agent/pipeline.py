"""One meeting's wiring: room to listening to engines to captions to room and outbox. Holds no rules."""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Sequence

import structlog

from parley.agent.captions.assembler import Caption
from parley.agent.captions.editor import Editor
from parley.agent.captions.scribe import Scribe
from parley.agent.captions.vocabulary import hints
from parley.agent.engines.ports import Final, SpeechEvent, SpeechToText, UtteranceContext
from parley.agent.engines.silero import SILERO_USE
from parley.agent.engines.translation.ladder import TranslationLadder
from parley.agent.lease import Lease
from parley.agent.listening.ears import Ears
from parley.agent.listening.utterance import Utterance
from parley.agent.meeting_ports import Door, Room
from parley.agent.outbox.outbox import Outbox
from parley.agent.outbox.recorder import Recorder
from parley.agent.telemetry.instruments import NOBODY_TOLD, Instruments
from parley.agent.telemetry.reports import WorkReports
from parley.agent.translation.interpreter import Interpreter
from parley.agent.translation.recall import recalled
from parley.contracts.captions import Gap, Segment
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import LanguageTag, LeaseId, ParticipantIdentity, SegmentId
from parley.contracts.ingest import (
    GapRecord,
    JobFinishedRecord,
    LeaseHeartbeat,
    OpenSpeech,
    SegmentRecord,
    TranslationRecord,
    UsageRecord,
)
from parley.contracts.meetings import EngineUse
from parley.contracts.room import RoomMetadata
from parley.contracts.translation import Translation

log = structlog.get_logger()

FINALS_TIMEOUT_S = 5.0  # at the end, for the engine
TRANSLATIONS_TIMEOUT_S = 1.0  # at the end, for what the last words are in other languages
CLOCK_TIMEOUT_S = 0.5  # at the end, for a backend that has not answered once
STORE_TIMEOUT_S = 1.0  # at the end, for the disk
FINISH_S = FINALS_TIMEOUT_S + CLOCK_TIMEOUT_S + TRANSLATIONS_TIMEOUT_S + 2 * STORE_TIMEOUT_S  # at most
USAGE_INTERVAL_S = 10.0  # a killed job's last seconds are not counted
LAG_INTERVAL_S = 1.0
_MOST_OPEN = 1_000  # the contract's limit


class MeetingPipeline:
    """Runs one meeting from `start` to `finish`."""

    def __init__(
        self,
        lease_id: LeaseId,
        door: Door,
        speech_to_text: SpeechToText,
        translators: TranslationLadder,
        outbox: Outbox,
        *,
        glossary: Sequence[str],
        max_streams: int,
        instruments: Instruments = NOBODY_TOLD,
    ) -> None:
        self._speech_to_text = speech_to_text
        self._translators = translators
        self._glossary = glossary
        self._lease_id, self._door = lease_id, door
        self._lease = Lease(lease_id, door, self._heartbeat)
        self._recorder = Recorder(outbox, lease_id)
        self._editor = Editor(glossary, self._names)
        self._scribe = Scribe(self._editor, self._on_caption, self._on_gap)
        self._interpreter = Interpreter(translators, self._terms, self._on_translation, self._on_untranslated)
        self.ears = Ears(speech_to_text, self._describe, self._on_speech, self._scribe.miss, max_streams)
        self._on_lags = instruments.on_lags
        self._lags_s: list[float] = []
        self._work_reports = WorkReports(
            self.ears, speech_to_text, self._recorder, self._scribe.at, instruments
        )
        self._unstored: dict[SegmentId, Segment] = {}
        self._room: Room | None = None
        self._is_listening = False
        self._captions_on = True
        self._has_recalled = False
        self._rejoins = 0
        self._language: LanguageTag | None = None
        self._started_at_s = time.monotonic()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, room: Room, on_left: Callable[[], None]) -> None:
        """Joins the room, and begins to listen as soon as the host wishes it.

        Args:
            room: Where the meeting is.
            on_left: Called when the lease is over; whoever owns the job then ends it, which calls `finish`.
        """
        self._room = room
        self._own(self._recorder.run())
        # Nothing else begins before that: joining takes half as long again beside the first heartbeat.
        await room.connect()
        self._own(self._keep_lease(on_left))
        self._own(self._begin())
        self._own(self._report_usage())
        self._own(self._report_lags())
        self._own(self._work_reports.run())
        await room.begin()
        log.info("meeting_joined")

    def on_wishes(self, wishes: RoomMetadata) -> None:
        """Follows what the host has turned on: captions are shown, and people heard, only if wished."""
        self._captions_on = wishes.captions_on
        self._language = wishes.language
        self._editor.profanity = wishes.profanity
        self._speech_to_text.allow(wishes.speech_engine)
        self._translators.allow(wishes.speech_engine)
        is_listening = wishes.captions_on or wishes.notes_on
        if self._room is not None and is_listening != self._is_listening:
            self._is_listening = is_listening
            self._room.listen(is_listening)
            self._lease.report_soon()

    def on_readers(self, languages: Collection[LanguageTag]) -> None:
        """Follows which languages captions are read in."""
        self._interpreter.follow_readers(languages)
        if languages and self._captions_on and not self._has_recalled:
            self._has_recalled = True
            self._own(self._recall())

    def on_rejoined(self) -> None:
        """Hears new microphones only if the lease stands: a successor may hear the same people by now."""
        self._rejoins += 1
        self._own(self._resume(self._rejoins))

    async def finish(self, patience: float = 1.0) -> None:
        """Finishes what is being said and leaves everything in the outbox. Call once.

        Args:
            patience: What each wait is multiplied with, where whoever ends the job is in a hurry.
        """
        if self._room is not None:
            self._room.listen(False)  # else people who talk on would be heard without an end
        await self.ears.close_all(patience * FINALS_TIMEOUT_S)
        await self._begin_at_last(patience * CLOCK_TIMEOUT_S)
        if self._interpreter.is_read:
            await self._recorder.settled(
                patience * STORE_TIMEOUT_S
            )  # what is not on disk yet is not translated yet
        await self._interpreter.finish(patience * TRANSLATIONS_TIMEOUT_S)
        self._record_usage()
        self._recorder.record(JobFinishedRecord(type="job_finished", engines=self._engines()))
        await self._recorder.settled(patience * STORE_TIMEOUT_S)
        if self._room is not None:
            await self._room.close()
        for task in self._tasks:
            task.cancel()
        meter = self.ears.meter
        log.info("meeting_left", utterances=meter.utterances, billed_speech_ms=meter.billed_speech_ms)

    async def _keep_lease(self, on_left: Callable[[], None]) -> None:
        await self._lease.keep()
        on_left()

    async def _resume(self, rejoin: int) -> None:
        await self._lease.confirmed()
        if self._room is not None and rejoin == self._rejoins:  # what held before a later one says nothing
            self._room.resume_listening()

    async def _recall(self) -> None:
        self._interpreter.recall(await recalled(self._door, self._lease_id))

    async def _begin(self) -> None:
        clock = await self._lease.clock()
        capabilities = await self._speech_to_text.capabilities()
        self._scribe.begin(clock, capabilities.languages[0])
        self._lease.report_soon()

    async def _begin_at_last(self, timeout_s: float) -> None:
        """What was said is stored even if the backend never told the time: counted from the job's start."""
        if self._scribe.has_begun or not self._speech_to_text.engines():
            return  # without an engine nothing was heard
        try:
            clock = await asyncio.wait_for(self._lease.clock(), timeout_s)
        except TimeoutError:
            log.warning("meeting_clock_unknown")
            clock = MeetingClock(reading_ms=0, read_at_s=self._started_at_s)
        self._scribe.begin(clock, (await self._speech_to_text.capabilities()).languages[0])

    async def _report_usage(self) -> None:
        while True:
            await asyncio.sleep(USAGE_INTERVAL_S)
            self._record_usage()

    async def _report_lags(self) -> None:
        while True:
            await asyncio.sleep(LAG_INTERVAL_S)
            waiting_s = self.ears.oldest_wait_s(time.monotonic())
            self._on_lags(self._lags_s, waiting_s)
            self._lags_s.clear()

    def _record_usage(self) -> None:
        for usage in self.ears.meter.news():
            self._recorder.record(UsageRecord(type="usage", usage=usage))

    def _describe(self, speaker: ParticipantIdentity) -> UtteranceContext:
        language = None if self._room is None else self._room.language_of(speaker)
        return UtteranceContext(speaker, language or self._language, self._terms())

    def _terms(self) -> tuple[str, ...]:
        return hints(self._names(), self._glossary)

    def _names(self) -> list[str]:
        return [] if self._room is None else self._room.names()

    def _on_speech(self, utterance: Utterance, event: SpeechEvent) -> None:
        if isinstance(event, Final):
            now_s = time.monotonic()
            self._lags_s.append(now_s - utterance.end_s)
            self._work_reports.note_final(utterance.end_s, now_s)
        self._scribe.hear(utterance, event)

    def _on_caption(self, caption: Caption) -> None:
        if caption.is_final and caption.text:
            # A final is on disk before anybody sees it.
            segment = caption.segment()
            self._unstored[segment.segment_id] = segment
            self._recorder.record(
                SegmentRecord(type="segment", segment=segment), lambda: self._stored(caption)
            )
        else:
            self._show(caption)
            if self._captions_on and not caption.is_final:
                self._interpreter.overhear(caption)

    def _stored(self, caption: Caption) -> None:
        del self._unstored[caption.segment_id]
        self._show(caption)
        if self._captions_on:
            self._interpreter.hear(caption)

    def _on_translation(self, source: Caption, translation: Translation) -> None:
        if not source.is_final:
            self._show_translation(source, translation)
            return
        record = TranslationRecord(type="translation", translation=translation)
        self._recorder.record(record, lambda: self._show_translation(source, translation))

    def _on_untranslated(self, source: Caption, language: LanguageTag) -> None:
        if self._captions_on and self._room is not None:
            self._room.retract_translation(source, language)

    def _on_gap(self, gap: Gap) -> None:
        self._recorder.record(GapRecord(type="gap", gap=gap))

    def _show(self, caption: Caption) -> None:
        if self._captions_on and self._room is not None:
            self._room.publish(caption)

    def _show_translation(self, source: Caption, translation: Translation) -> None:
        if self._captions_on and self._room is not None:
            self._room.publish_translation(source, translation)

    def _heartbeat(self) -> LeaseHeartbeat:
        status = self._speech_to_text.status()
        return LeaseHeartbeat(
            is_listening=self._is_listening,
            engines=self._engines(),
            speech_engine=None if status.engine is None else status.engine.name,
            is_fallback=status.is_fallback,
            is_behind=self.ears.is_behind(time.monotonic()) or self._recorder.is_delayed,
            open_speech=self._open_speech(),
        )

    def _open_speech(self) -> list[OpenSpeech]:
        """What is being heard, waits for its final or has not reached the disk."""
        heard = [
            OpenSpeech(segment_id=one.segment_id, speaker=one.speaker, start_ms=start_ms)
            for one in self.ears.open_utterances
            if (start_ms := self._scribe.at(one.start_s)) is not None
        ]
        waiting = [
            OpenSpeech(segment_id=one.segment_id, speaker=one.speaker, start_ms=one.start_ms)
            for one in self._unstored.values()
        ]
        return [*heard, *waiting][:_MOST_OPEN]

    def _engines(self) -> list[EngineUse]:
        return [*self._speech_to_text.engines(), SILERO_USE, *self._translators.engines()]

    def _own(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(_log_failure)
        self._tasks.append(task)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("meeting_task_failed", exc_type=type(problem).__name__)

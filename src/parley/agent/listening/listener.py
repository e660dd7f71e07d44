"""Listens to one microphone: gate, one engine stream per utterance, and the times of what was said."""

import asyncio
import secrets
from collections.abc import Callable

import structlog

from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Final,
    Pcm,
    SpeechEvent,
    SpeechToText,
    UtteranceStream,
    VoiceActivity,
)
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.sample_clock import SampleClock
from parley.agent.listening.segmenter import Segmenter, SegmenterEvent, UtteranceEnded, UtteranceStarted
from parley.agent.listening.utterance import Utterance
from parley.contracts.ids import ParticipantIdentity, SegmentId

log = structlog.get_logger()

SpeechHandler = Callable[[Utterance, SpeechEvent], None]
DropHandler = Callable[[Utterance], None]
"""Told of an utterance that was given up because the engine is too far behind."""


class Listener:
    """One microphone of one speaker.

    Events come to `on_speech` in order for each utterance. The final of one may come after the first
    partial of the next.
    """

    def __init__(
        self,
        speaker: ParticipantIdentity,
        track_id: str,
        speech_to_text: SpeechToText,
        activity: VoiceActivity,
        on_speech: SpeechHandler,
        on_dropped: DropHandler,
        backlog: Backlog,
    ) -> None:
        self._speaker = speaker
        self._track_id = track_id
        self._speech_to_text = speech_to_text
        self._on_speech = on_speech
        self._on_dropped = on_dropped
        self._backlog = backlog
        self._segmenter = Segmenter(activity)
        self._clock = SampleClock()
        self._open: tuple[Utterance, UtteranceStream, asyncio.Task[None]] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.given_samples = 0
        self.utterances = 0

    def hear(self, pcm: Pcm, arrived_at_s: float) -> None:
        """Takes the next frame, 16 kHz mono int16, that arrived at a monotonic time."""
        self._clock.arrived(len(pcm), arrived_at_s)
        for event in self._segmenter.feed(pcm):
            self._follow(event)

    def end(self) -> None:
        """The microphone is gone: what was open gets its final. `drained` waits for it."""
        for event in self._segmenter.flush():
            self._follow(event)

    async def drained(self) -> None:
        """Waits until every utterance has had its final."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def cancel(self) -> None:
        """Gives up what is still under way."""
        for task in self._tasks:
            task.cancel()

    @property
    def given_ms(self) -> int:
        """Distinct milliseconds of sound given to the engine."""
        return round(self.given_samples * 1000 / SAMPLE_RATE_HZ)

    def _follow(self, event: SegmenterEvent) -> None:
        if isinstance(event, UtteranceStarted):
            start_s = self._clock.at(event.start_sample)
            segment_id = SegmentId(f"SG_{secrets.token_hex(8)}")
            utterance = Utterance(segment_id, self._speaker, self._track_id, start_s, start_s)
            stream = self._speech_to_text.open_utterance()
            self.utterances += 1
            task = asyncio.create_task(self._consume(utterance, stream))
            self._tasks.add(task)
            task.add_done_callback(self._consumed)
            self._open = (utterance, stream, task)
        assert self._open is not None
        utterance, stream, task = self._open
        if isinstance(event, UtteranceEnded):
            stream.finish()
            self._open = None
            if not task.done():
                self._backlog.add(utterance, lambda: self._give_up(utterance, task))
            return
        stream.push(event.pcm)
        self.given_samples += len(event.pcm)
        utterance.end_s += len(event.pcm) / SAMPLE_RATE_HZ

    async def _consume(self, utterance: Utterance, stream: UtteranceStream) -> None:
        try:
            async for event in stream.events():
                self._on_speech(utterance, event)
        finally:
            self._backlog.done(utterance)

    def _give_up(self, utterance: Utterance, task: asyncio.Task[None]) -> None:
        task.cancel()
        # The engine has not decoded it to its end, so it is not to be paid for.
        self.given_samples -= round(utterance.length_s * SAMPLE_RATE_HZ)
        self.utterances -= 1
        self._on_speech(utterance, Final(""))
        self._on_dropped(utterance)

    def _consumed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("utterance_failed", exc_type=type(problem).__name__)

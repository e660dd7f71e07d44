"""Listens to one microphone: gate, one engine stream per utterance, and the times of what was said."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Pcm,
    SpeechEvent,
    SpeechToText,
    UtteranceStream,
    VoiceActivity,
)
from parley.agent.listening.sample_clock import SampleClock
from parley.agent.listening.segmenter import Segmenter, SegmenterEvent, UtteranceEnded, UtteranceStarted
from parley.contracts.ids import ParticipantIdentity, SegmentId


@dataclass
class Utterance:
    """One utterance, from its start on. Times are monotonic seconds of this process.

    Attributes:
        end_s: End of what was given to the engine so far.
    """

    segment_id: SegmentId
    speaker: ParticipantIdentity
    track_id: str
    start_s: float
    end_s: float


SpeechHandler = Callable[[Utterance, SpeechEvent], None]


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
    ) -> None:
        self._speaker = speaker
        self._track_id = track_id
        self._speech_to_text = speech_to_text
        self._on_speech = on_speech
        self._segmenter = Segmenter(activity)
        self._clock = SampleClock()
        self._open: tuple[Utterance, UtteranceStream] | None = None
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
            self._open = (utterance, stream)
            self.utterances += 1
            task = asyncio.create_task(self._consume(utterance, stream))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        assert self._open is not None
        utterance, stream = self._open
        if isinstance(event, UtteranceEnded):
            stream.finish()
            self._open = None
            return
        stream.push(event.pcm)
        self.given_samples += len(event.pcm)
        utterance.end_s += len(event.pcm) / SAMPLE_RATE_HZ

    async def _consume(self, utterance: Utterance, stream: UtteranceStream) -> None:
        async for event in stream.events():
            self._on_speech(utterance, event)

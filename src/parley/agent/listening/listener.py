"""Listens to one microphone: gate, one engine stream per utterance, and the times of what was said."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from parley.agent.engines.ports import Pcm, SpeechToText, UtteranceContext, VoiceActivity
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.hearing import Hearing
from parley.agent.listening.sample_clock import SampleClock
from parley.agent.listening.segmenter import Segmenter, SegmenterEvent, UtteranceEnded, UtteranceStarted
from parley.agent.listening.turns import Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import MissHandler, SpeechHandler, Utterance
from parley.contracts.ids import ParticipantIdentity, SegmentId

log = structlog.get_logger()

DescribeSpeaker = Callable[[ParticipantIdentity], UtteranceContext]
"""What an engine is to be told of somebody who begins to speak."""


@dataclass(frozen=True)
class Meeting:
    """What all microphones of a meeting share."""

    speech_to_text: SpeechToText
    describe: DescribeSpeaker
    on_speech: SpeechHandler
    on_missed: MissHandler
    backlog: Backlog
    turns: Turns
    meter: UsageMeter


class Listener:
    """One microphone of one speaker.

    Events come to the meeting's `on_speech` in order for each utterance. The final of one may come after the
    first partial of the next. An utterance that gets no final comes to `on_missed` instead.
    """

    def __init__(
        self, speaker: ParticipantIdentity, track_id: str, activity: VoiceActivity, meeting: Meeting
    ) -> None:
        self._speaker = speaker
        self._track_id = track_id
        self._meeting = meeting
        self._segmenter = Segmenter(activity)
        self._clock = SampleClock()
        self._open: tuple[Hearing, asyncio.Task[None]] | None = None
        self._tasks: dict[asyncio.Task[None], Hearing] = {}
        self._has_ended = False

    def hear(self, pcm: Pcm, arrived_at_s: float) -> None:
        """Takes the next frame, 16 kHz mono int16, that arrived at a monotonic time."""
        if self._has_ended:
            return  # frames that were under way: an utterance they began would have no end
        self._clock.arrived(len(pcm), arrived_at_s)
        for event in self._segmenter.feed(pcm):
            self._follow(event)

    def end(self) -> None:
        """The microphone is gone: what was open gets its final. `drained` waits for it."""
        self._has_ended = True
        for event in self._segmenter.flush():
            self._follow(event)

    async def drained(self) -> None:
        """Waits until every utterance has had its final."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    @property
    def open_utterances(self) -> list[Utterance]:
        """What was heard and has no final yet."""
        return [hearing.utterance for hearing in self._tasks.values()]

    def give_up(self) -> None:
        """Stops waiting for finals: what has none is missed."""
        for task, hearing in list(self._tasks.items()):
            self._give_up(task, hearing)

    def _follow(self, event: SegmenterEvent) -> None:
        if isinstance(event, UtteranceStarted):
            self._begin(self._clock.at(event.start_sample))
        assert self._open is not None
        hearing, task = self._open
        if isinstance(event, UtteranceEnded):
            hearing.finish()
            self._open = None
            if not task.done():
                self._meeting.backlog.add(hearing.utterance, lambda: self._give_up(task, hearing))
        else:
            hearing.push(event.pcm)

    def _begin(self, start_s: float) -> None:
        context = self._meeting.describe(self._speaker)
        segment_id = SegmentId(f"SG_{secrets.token_hex(8)}")
        utterance = Utterance(segment_id, self._speaker, self._track_id, start_s, start_s, context.language)
        meeting = self._meeting
        hearing = Hearing(utterance, context, meeting.turns, meeting.meter, meeting.speech_to_text)
        task = asyncio.create_task(self._consume(hearing))
        self._tasks[task] = hearing
        task.add_done_callback(self._consumed)
        self._open = hearing, task

    async def _consume(self, hearing: Hearing) -> None:
        try:
            reason = await hearing.run(self._meeting.on_speech)
        finally:
            self._meeting.backlog.done(hearing.utterance)
        if reason is not None:
            self._meeting.on_missed(hearing.utterance, reason)

    def _give_up(self, task: asyncio.Task[None], hearing: Hearing) -> None:
        if task.done() or task.cancelling():
            return  # it has its final or its gap
        task.cancel()
        self._meeting.on_missed(hearing.utterance, hearing.miss)

    def _consumed(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task).close()  # a task that never began has no other to do it
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("utterance_failed", exc_type=type(problem).__name__)

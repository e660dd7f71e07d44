"""All microphones of one meeting: one listener each, and what they share."""

import asyncio
import time

import structlog

from parley.agent.engines.ports import SpeechToText
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.lag import Lag
from parley.agent.listening.listener import DescribeSpeaker, Listener, Meeting
from parley.agent.listening.turns import Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import MissHandler, SpeechHandler, Utterance
from parley.contracts.captions import GapReason
from parley.contracts.ids import ParticipantIdentity

log = structlog.get_logger()


class Ears:
    """Opens and closes listeners; a closed one still gets the finals of what it heard."""

    def __init__(
        self,
        speech_to_text: SpeechToText,
        describe: DescribeSpeaker,
        on_speech: SpeechHandler,
        on_missed: MissHandler,
        max_streams: int,
    ) -> None:
        self._on_missed = on_missed
        self._lag = Lag()
        self.meter = UsageMeter()
        self._meeting = Meeting(
            speech_to_text,
            describe,
            on_speech,
            self._missed,
            Backlog(),
            Turns(max_streams),
            self.meter,
        )
        self._open: dict[str, Listener] = {}
        self._draining: dict[asyncio.Task[None], Listener] = {}

    def open(self, speaker: ParticipantIdentity, track_id: str) -> Listener:
        """A listener for a microphone that can be heard from now on."""
        listener = Listener(speaker, track_id, SileroVoiceActivity(), self._meeting)
        self._open[track_id] = listener
        log.info("microphone_opened", participant=speaker)
        return listener

    def close(self, track_id: str) -> None:
        """The microphone is gone; what was being said in it is finished."""
        listener = self._open.pop(track_id, None)
        if listener is None:
            return
        listener.end()
        task = asyncio.create_task(listener.drained())
        self._draining[task] = listener
        task.add_done_callback(lambda done: self._draining.pop(done, None))

    async def close_all(self, timeout_s: float) -> None:
        """Finishes every open utterance and waits for the finals, so long as the engine takes no longer."""
        for track_id in list(self._open):
            self.close(track_id)
        if not self._draining:
            return
        _, late = await asyncio.wait(self._draining, timeout=timeout_s)
        if late:
            log.error("finals_lost", microphones=len(late))
        for task in late:
            self._draining[task].give_up()
        if late:
            await asyncio.wait(late)

    def is_behind(self, now_s: float) -> bool:
        """Whether captions come too late to be followed, or speech had to be skipped; monotonic seconds."""
        return self._lag.is_behind(now_s, self._meeting.backlog.oldest_end_s)

    @property
    def open_utterances(self) -> list[Utterance]:
        """What was heard and has no final yet, of all microphones."""
        listeners = [*self._open.values(), *self._draining.values()]
        return [utterance for listener in listeners for utterance in listener.open_utterances]

    def oldest_wait_s(self, now_s: float) -> float | None:
        """How long ago the utterance ended that has waited longest for its final; None: none waits."""
        end_s = self._meeting.backlog.oldest_end_s
        return None if end_s is None else now_s - end_s

    def _missed(self, utterance: Utterance, reason: GapReason) -> None:
        if reason is GapReason.OVERLOADED:
            self._lag.skipped(time.monotonic())
        log.warning("speech_missed", reason=reason.value, length_ms=round(utterance.length_s * 1000))
        self._on_missed(utterance, reason)

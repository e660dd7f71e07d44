"""All microphones of one meeting: one listener each, and what they have given to the engine in all."""

import asyncio

import structlog

from parley.agent.engines.ports import SpeechToText
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.listener import DropHandler, Listener, SpeechHandler
from parley.contracts.ids import ParticipantIdentity

log = structlog.get_logger()


class Ears:
    """Opens and closes listeners; a closed one still gets the finals of what it heard."""

    def __init__(
        self, speech_to_text: SpeechToText, on_speech: SpeechHandler, on_dropped: DropHandler
    ) -> None:
        self._speech_to_text = speech_to_text
        self._on_speech = on_speech
        self._on_dropped = on_dropped
        self._backlog = Backlog()
        self._open: dict[str, Listener] = {}
        self._leaving: set[Listener] = set()
        self._draining: set[asyncio.Task[None]] = set()
        self._past_given_ms = 0
        self._past_utterances = 0

    def open(self, speaker: ParticipantIdentity, track_id: str) -> Listener:
        """A listener for a microphone that can be heard from now on."""
        listener = Listener(
            speaker,
            track_id,
            self._speech_to_text,
            SileroVoiceActivity(),
            self._on_speech,
            self._on_dropped,
            self._backlog,
        )
        self._open[track_id] = listener
        log.info("microphone_opened", participant=speaker)
        return listener

    def close(self, track_id: str) -> None:
        """The microphone is gone; what was being said in it is finished."""
        listener = self._open.pop(track_id, None)
        if listener is None:
            return
        listener.end()
        self._leaving.add(listener)
        task = asyncio.create_task(self._drain(listener))
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)

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
            task.cancel()
        for listener in list(self._leaving):
            listener.cancel()

    @property
    def billed_speech_ms(self) -> int:
        """Distinct milliseconds of audio given to the engine, over all microphones that ever were."""
        return self._past_given_ms + sum(one.given_ms for one in self._present())

    @property
    def utterances(self) -> int:
        """Utterances given to the engine."""
        return self._past_utterances + sum(one.utterances for one in self._present())

    async def _drain(self, listener: Listener) -> None:
        await listener.drained()
        self._leaving.discard(listener)
        self._past_given_ms += listener.given_ms
        self._past_utterances += listener.utterances

    def _present(self) -> list[Listener]:
        return [*self._open.values(), *self._leaving]

"""One utterance on its way: from the gate, through its turn at the engine, to its final or to a gap."""

import asyncio
from collections.abc import AsyncIterator

import structlog

from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Final,
    Pcm,
    SpeechEvent,
    SpeechToText,
    UtteranceContext,
    UtteranceFailed,
    UtteranceStream,
)
from parley.agent.listening.turns import TurnMissed, Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import SpeechHandler, Utterance
from parley.contracts.captions import GapReason

log = structlog.get_logger()


class Hearing:
    """Keeps what is said until the engine has a place for it, then hands it on as it comes."""

    def __init__(
        self,
        utterance: Utterance,
        context: UtteranceContext,
        turns: Turns,
        meter: UsageMeter,
        speech_to_text: SpeechToText,
    ) -> None:
        self.utterance = utterance
        self._context = context
        self._turns = turns
        self._turn = turns.ask(utterance.speaker)
        self._meter = meter
        self._speech_to_text = speech_to_text
        self._kept: list[Pcm] = []
        self._over = asyncio.Event()
        self._has_ended = False
        self._stream = self._opened() if self._turn.is_granted else None

    def push(self, pcm: Pcm) -> None:
        """Takes the next samples."""
        self.utterance.end_s += len(pcm) / SAMPLE_RATE_HZ
        if self._stream is not None:
            self._stream.push(pcm)
        elif not self._has_ended:
            self._kept.append(pcm)

    def finish(self) -> None:
        """Says that the utterance is over."""
        self._over.set()
        if self._stream is not None:
            self._stream.finish()

    async def run(self, on_speech: SpeechHandler) -> GapReason | None:
        """Tells what the engine hears until the final.

        Returns:
            Why there is no final, once the utterance is over; None if there is one.
        """
        reason = await self._heard(on_speech)
        if reason is not None:
            await self._over.wait()  # so that it is known from when until when words are missing
        return reason

    def close(self) -> None:
        """Makes room at the engine for others. May be called again."""
        self._has_ended, self._kept = True, []
        self._turns.give_back(self._turn, self.utterance.length_s)

    @property
    def miss(self) -> GapReason:
        """Why there is no final, for whoever stops waiting for one."""
        has_engine = self._stream is not None and self._stream.engine is not None
        return GapReason.OVERLOADED if has_engine or self._stream is None else GapReason.ENGINE_FAILED

    async def _heard(self, on_speech: SpeechHandler) -> GapReason | None:
        try:
            await self._turns.granted(self._turn)
            stream = self._stream = self._stream or self._opened()
            return await self._follow(stream, on_speech)
        except TurnMissed:
            return GapReason.OVERLOADED
        finally:
            self.close()

    async def _follow(self, stream: UtteranceStream, on_speech: SpeechHandler) -> GapReason | None:
        events = stream.events()
        is_final = False
        while (event := await self._next(events)) is not None:
            if isinstance(event, GapReason):
                self._count(stream)
                return event
            is_final = isinstance(event, Final)
            on_speech(self.utterance, event)
        self._count(stream)
        return None if is_final else GapReason.ENGINE_FAILED

    async def _next(self, events: AsyncIterator[SpeechEvent]) -> SpeechEvent | GapReason | None:
        try:
            return await anext(events)
        except StopAsyncIteration:
            return None
        except UtteranceFailed as failure:
            return failure.reason
        except Exception as problem:  # noqa: BLE001 - whatever an engine's library raises, words are missing
            log.error("engine_raised", exc_type=type(problem).__name__)
            return GapReason.ENGINE_FAILED

    def _count(self, stream: UtteranceStream) -> None:
        for work in stream.work():
            self._meter.add(self.utterance.speaker, work.engine, work.samples, work.engine_ms)

    def _opened(self) -> UtteranceStream:
        stream = self._speech_to_text.open_utterance(self._context)
        for pcm in self._kept:
            stream.push(pcm)
        self._kept = []
        if self._over.is_set():
            stream.finish()
        return stream

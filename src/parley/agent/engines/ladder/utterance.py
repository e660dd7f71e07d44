"""One utterance on its way down the ladder; its sound is kept, so that each engine hears all of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING

import structlog

from parley.agent.engines.ladder.rung import Rung
from parley.agent.engines.ports import (
    EngineWork,
    Final,
    Pcm,
    SpeechEvent,
    UtteranceContext,
    UtteranceFailed,
    UtteranceStream,
)
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.captions import GapReason
from parley.contracts.meetings import EngineUse

if TYPE_CHECKING:
    from parley.agent.engines.ladder.ladder import Ladder

log = structlog.get_logger()


class _NotAllowed(Exception):
    """The host has taken the engine out."""


class LadderUtterance:
    """An utterance and the engines that had it. Nothing is given to any before `events` is asked for."""

    def __init__(self, ladder: "Ladder", context: UtteranceContext) -> None:
        self._ladder = ladder
        self._context = context
        self._sound: list[Pcm] = []
        self._is_finished = False
        self._streams: list[UtteranceStream] = []
        self._at: tuple[Rung, UtteranceStream] | None = None
        self._looks_again = asyncio.Event()

    @property
    def engine(self) -> EngineUse | None:
        return self._streams[-1].engine if self._streams else None

    def work(self) -> list[EngineWork]:
        return [work for stream in self._streams for work in stream.work()]

    def push(self, pcm: Pcm) -> None:
        self._sound.append(pcm)
        if self._at is not None:
            self._at[1].push(pcm)

    def finish(self) -> None:
        self._is_finished = True
        if self._at is not None:
            self._at[1].finish()

    def look_again(self) -> None:
        """What the host allows has changed."""
        if self._at is not None and not self._ladder.is_allowed(self._at[0]):
            self._at = None
        self._looks_again.set()

    async def events(self) -> AsyncIterator[SpeechEvent]:
        failures: Counter[Rung] = Counter()
        refused = await self._ladder.refusing(self._context.language)
        self._ladder.begins(self)
        try:
            while True:
                rung = await self._ladder.next_rung(failures, refused)
                try:
                    async for event in self._told_by(rung):
                        yield event
                    return
                except _NotAllowed:
                    continue
                except UtteranceFailed as failure:
                    if failure.reason is GapReason.LANGUAGE_UNSUPPORTED:
                        refused.add(rung)
                    else:
                        failures[rung] += 1
                        self._ladder.went_wrong(rung, failure)
        finally:
            self._ladder.ends(self)

    async def _told_by(self, rung: Rung) -> AsyncIterator[SpeechEvent]:
        """All that an engine says, the final last.

        Raises:
            UtteranceFailed: There is no final.
            _NotAllowed: The host does not want it to hear any more.
        """
        stream = await self._given_to(rung)
        events = stream.events()
        try:
            event: SpeechEvent | None = None
            while not isinstance(event, Final):
                event = await self._next(rung, events)
                if isinstance(event, Final):
                    self._ladder.went_well(rung)
                yield event
        finally:
            self._at = None
            if isinstance(events, AsyncGenerator):
                await events.aclose()

    async def _given_to(self, rung: Rung) -> UtteranceStream:
        stream = rung.engine.open_utterance(await self._ladder.context_for(rung, self._context))
        for pcm in self._sound:
            stream.push(pcm)
        if self._is_finished:
            stream.finish()
        self._streams.append(stream)
        self._at = rung, stream
        return stream

    async def _next(self, rung: Rung, events: AsyncIterator[SpeechEvent]) -> SpeechEvent:
        getting = asyncio.ensure_future(anext(events))
        try:
            while not getting.done():
                looking = asyncio.create_task(self._looks_again.wait())
                await asyncio.wait({getting, looking}, return_when=asyncio.FIRST_COMPLETED)
                looking.cancel()
                self._looks_again.clear()
                if not self._ladder.is_allowed(rung):
                    raise _NotAllowed
            return getting.result()
        except StopAsyncIteration:
            raise EngineTrouble(Cause.BROKE_OFF) from None
        except (UtteranceFailed, _NotAllowed):
            raise
        except Exception as problem:
            log.error("engine_raised", engine=rung.name, exc_type=type(problem).__name__)
            raise EngineTrouble(Cause.BROKE_OFF) from problem
        finally:
            if not getting.done():
                getting.cancel()
                await asyncio.wait({getting})

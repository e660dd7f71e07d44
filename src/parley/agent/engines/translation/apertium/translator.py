"""Apertium behind the port: one resident pipeline a pair, begun when somebody reads it.

A pipeline that dies or hangs is replaced, and the sentence that it had is given to the new one.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from parley.agent.engines.translation.apertium.modes import Mode
from parley.agent.engines.translation.apertium.pipeline import Pipeline, PipelineDied
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed, TranslatorCapabilities
from parley.agent.engines.translation.shield import restored, shielded
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION

log = structlog.get_logger()

APERTIUM = "apertium"
TIMEOUT_S = 2.0  # a sentence takes 4 ms; the first of a pair, which loads its dictionaries, 0.5 s
_TIMEOUT_S_A_CHARACTER = 0.001
_TRIES = 2  # what ends or hangs a fresh pipeline too, is this sentence's doing


class ApertiumTranslator:
    """All installed pairs of one machine."""

    def __init__(self, modes: Sequence[Mode], timeout_s: float = TIMEOUT_S) -> None:
        self._residents = {mode.pair: _Resident(mode, timeout_s) for mode in modes}
        self._preparing: set[asyncio.Task[None]] = set()

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name=APERTIUM)

    @property
    def capabilities(self) -> TranslatorCapabilities:
        return TranslatorCapabilities(pairs=tuple(self._residents), is_draft=True, is_quick=True)

    @property
    def pids(self) -> dict[Pair, list[int]]:
        """Processes of the pairs that run."""
        return {pair: resident.pids for pair, resident in self._residents.items() if resident.pids}

    def prepare(self, pair: Pair) -> None:
        resident = self._residents[pair]
        if not resident.pids:
            task = asyncio.create_task(resident.warm_up())
            self._preparing.add(task)
            task.add_done_callback(self._preparing.discard)

    async def translate(self, sentence: Sentence) -> str:
        resident = self._residents[sentence.pair]
        text, terms = shielded(sentence.text, sentence.terms)
        answer = restored(await resident.translate(text), terms)
        return await resident.translate(sentence.text) if answer is None else answer

    async def close(self) -> None:
        for task in self._preparing:
            task.cancel()
        await asyncio.gather(*self._preparing, return_exceptions=True)
        for resident in self._residents.values():
            await resident.close()


class _Resident:
    """A pair whose processes stay."""

    def __init__(self, mode: Mode, timeout_s: float) -> None:
        self._mode = mode
        self._timeout_s = timeout_s
        self._turn = asyncio.Lock()  # a pipeline takes one sentence at a time
        self._pipeline: Pipeline | None = None

    @property
    def pids(self) -> list[int]:
        return [] if self._pipeline is None else self._pipeline.pids

    async def warm_up(self) -> None:
        with suppress(SentenceFailed, EngineTrouble):
            await self.translate("a")

    async def translate(self, text: str) -> str:
        async with self._turn:
            for _ in range(_TRIES):
                if (answer := await self._tried(text)) is not None:
                    return answer
        raise SentenceFailed

    async def _tried(self, text: str) -> str | None:
        """None if the pipeline came to its end over it; the next try has a fresh one."""
        try:
            self._pipeline = self._pipeline or await Pipeline.start(self._mode.stages)
        except OSError as problem:
            log.error("translator_not_started", pair=self._mode.name, exc_type=type(problem).__name__)
            raise EngineTrouble(Cause.BROKE_OFF) from problem
        is_answered = False
        try:
            async with asyncio.timeout(self._timeout_s + _TIMEOUT_S_A_CHARACTER * len(text)):
                answer = await self._pipeline.exchange(text)
            is_answered = True
            return answer
        except (PipelineDied, TimeoutError) as problem:
            log.warning("translator_restarted", pair=self._mode.name, exc_type=type(problem).__name__)
            return None
        finally:
            if not is_answered:  # cancelled, too: its answer would be taken for the next sentence's
                await self.close()

    async def close(self) -> None:
        pipeline, self._pipeline = self._pipeline, None
        if pipeline is not None:
            await pipeline.close()

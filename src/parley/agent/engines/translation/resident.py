"""Translators that are programs of their own and stay: one a pair, begun when somebody reads it.

A program that dies or hangs is replaced, and the sentence that it had is given to the new one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import structlog

from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed, TranslatorCapabilities
from parley.agent.engines.translation.shield import restored, shielded
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION

log = structlog.get_logger()

_TRIES = 2  # what ends or hangs a fresh program too, is this sentence's doing
_WARM_UP = "a"


class ProgramDied(Exception):
    """A program is gone, or what it says makes no sense."""


class Program(Protocol):
    """A running translator of one pair.

    When `exchange` raises or is cancelled, it is of no more use: close it.
    """

    @property
    def pids(self) -> list[int]: ...

    async def exchange(self, text: str) -> str:
        """The text, translated; one at a time.

        Raises:
            ProgramDied: There is no answer.
        """
        ...

    async def close(self) -> None:
        """Ends its processes."""
        ...


Start = Callable[[], Awaitable[Program]]
"""Starts a program; raises OSError or ProgramDied when it cannot be started."""


@dataclass(frozen=True)
class Patience:
    """How long a sentence may take before its program is taken to hang, in seconds."""

    sentence_s: float
    character_s: float


class ResidentTranslator:
    """All pairs of one engine on this machine."""

    def __init__(
        self, name: str, programs: Mapping[Pair, Start], patience: Patience, can: TranslatorCapabilities
    ) -> None:
        self._name = name
        self._can = can
        self._residents = {pair: _Resident(pair, start, patience) for pair, start in programs.items()}
        self._preparing: set[asyncio.Task[None]] = set()

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name=self._name)

    @property
    def capabilities(self) -> TranslatorCapabilities:
        return self._can

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
    """A pair whose program stays."""

    def __init__(self, pair: Pair, start: Start, patience: Patience) -> None:
        self._pair = f"{pair.source}-{pair.target}"
        self._start = start
        self._patience = patience
        self._turn = asyncio.Lock()  # a program takes one sentence at a time
        self._program: Program | None = None

    @property
    def pids(self) -> list[int]:
        return [] if self._program is None else self._program.pids

    async def warm_up(self) -> None:
        with suppress(SentenceFailed, EngineTrouble):
            await self.translate(_WARM_UP)

    async def translate(self, text: str) -> str:
        async with self._turn:
            for _ in range(_TRIES):
                if (answer := await self._tried(text)) is not None:
                    return answer
        raise SentenceFailed

    async def _tried(self, text: str) -> str | None:
        """None if the program came to its end over it; the next try has a fresh one."""
        try:
            self._program = self._program or await self._start()
        except (OSError, ProgramDied) as problem:
            log.error("translator_not_started", pair=self._pair, exc_type=type(problem).__name__)
            raise EngineTrouble(Cause.BROKE_OFF) from problem
        is_answered = False
        try:
            async with asyncio.timeout(self._patience.sentence_s + self._patience.character_s * len(text)):
                answer = await self._program.exchange(text)
            is_answered = True
            return answer
        except (ProgramDied, TimeoutError) as problem:
            log.warning("translator_restarted", pair=self._pair, exc_type=type(problem).__name__)
            return None
        finally:
            if not is_answered:  # cancelled, too: its answer would be taken for the next sentence's
                await self.close()

    async def close(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            await program.close()

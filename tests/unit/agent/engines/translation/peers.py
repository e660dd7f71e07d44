"""Translators that do as a test says."""

import asyncio
from collections.abc import Callable

from parley.agent.engines.translation.ports import Pair, Sentence, TranslatorCapabilities
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION

EN_ES = Pair("en", "es")
Answer = Callable[[Sentence], str]


class Scripted:
    """An engine that answers by a function, which may raise.

    Attributes:
        asked: All that it was given, in order.
        go_on: While it is cleared, answers wait.
    """

    def __init__(
        self,
        answer: Answer = lambda sentence: f"[{sentence.pair.target}] {sentence.text}",
        *,
        name: str = "scripted",
        pairs: tuple[Pair, ...] = (EN_ES,),
        local: bool = True,
        is_draft: bool = False,
        is_quick: bool = False,
    ) -> None:
        self._answer = answer
        self._can = TranslatorCapabilities(pairs, is_draft=is_draft, local=local, is_quick=is_quick)
        self._name = name
        self.asked: list[Sentence] = []
        self.prepared: list[Pair] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.is_closed = False

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name=self._name)

    @property
    def capabilities(self) -> TranslatorCapabilities:
        return self._can

    def prepare(self, pair: Pair) -> None:
        self.prepared.append(pair)

    async def translate(self, sentence: Sentence) -> str:
        self.asked.append(sentence)
        await self.go_on.wait()
        return self._answer(sentence)

    async def close(self) -> None:
        self.is_closed = True


def raising(problem: Exception) -> Answer:
    """An engine that fails."""

    def answer(_sentence: Sentence) -> str:
        raise problem

    return answer

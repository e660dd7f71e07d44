"""What a meeting asks of an engine that translates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from langcodes import standardize_tag, tag_is_valid

from parley.agent.engines.languages import primary_subtag
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse


@dataclass(frozen=True)
class Pair:
    """From one language into another, as BCP 47 tags; a tag without region covers all regions."""

    source: LanguageTag
    target: LanguageTag


@dataclass(frozen=True)
class TranslatorCapabilities:
    """What an engine can do.

    Attributes:
        is_draft: It gives the gist and is not to be relied on.
        context: Whether what was said before helps it.
        glossary: Whether it keeps terms and names by itself when it is told them.
        local: Whether the text stays on this machine.
        is_quick: It takes milliseconds and costs nothing: what is still being said may be given to it.
    """

    pairs: tuple[Pair, ...]
    is_draft: bool
    context: bool = False
    glossary: bool = False
    local: bool = True
    is_quick: bool = False


@dataclass(frozen=True)
class Sentence:
    """What is to be translated: the words of one segment, which are material and never an instruction.

    Attributes:
        before: What the same person said just before, in the source language; empty: nothing.
        terms: Names of those present and terms of the glossary, which stay as they are.
    """

    text: str
    pair: Pair
    before: str = ""
    terms: tuple[str, ...] = ()


class SentenceFailed(Exception):
    """The engine works and has no translation of this sentence, however often it is asked."""


class Translator(Protocol):
    """An engine as a meeting sees it. Many sentences may be given to it at once."""

    @property
    def use(self) -> EngineUse: ...

    @property
    def capabilities(self) -> TranslatorCapabilities: ...

    def prepare(self, pair: Pair) -> None:
        """Says that sentences of this pair, one of its own, are coming. Never waits."""
        ...

    async def translate(self, sentence: Sentence) -> str:
        """The sentence in the target language.

        Args:
            sentence: Its pair is one of the engine's own.

        Raises:
            SentenceFailed: There is no translation of this one.
            EngineTrouble: The engine does not work; others would fare no better.
        """
        ...

    async def close(self) -> None:
        """Ends what was started. Call once."""
        ...


def fitting_pair(pairs: Iterable[Pair], wanted: Pair) -> Pair | None:
    """Which of its pairs an engine should use: the very one, else one of the same languages."""
    same = [pair for pair in pairs if _is_same_language(pair, wanted)]

    def distance(pair: Pair) -> tuple[bool, bool, int]:
        is_other = pair.target not in {wanted.target, primary_subtag(wanted.target)}
        return pair.target != wanted.target, is_other, len(pair.target) + len(pair.source)

    return min(same, key=distance, default=None)


def tag_of(code: str) -> LanguageTag | None:
    """`en-US` of `eng_US`, as files are named; None for a variety that BCP 47 has no tag of."""
    tag = code.replace("_", "-")
    return standardize_tag(tag) if tag_is_valid(tag) else None


def is_same_language(one: LanguageTag, other: LanguageTag) -> bool:
    """Whether who reads the one can read the other: regions do not count."""
    return primary_subtag(one) == primary_subtag(other)


def _is_same_language(pair: Pair, wanted: Pair) -> bool:
    return is_same_language(pair.source, wanted.source) and is_same_language(pair.target, wanted.target)

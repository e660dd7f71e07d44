"""A deterministic engine without dictionaries, for tests and for trying a deployment's wiring.

It puts the words in brackets behind the language's tag, in letters of the target's own script where that one
runs from right to left, so that a page can be looked at.
"""

from parley.agent.engines.languages import primary_subtag
from parley.agent.engines.translation.ports import Pair, Sentence, TranslatorCapabilities
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION

FAKE_LANGUAGES = ("en", "es", "ca", "de", "fr", "ar", "he", "ja")
_RIGHT_TO_LEFT = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمن", "he": "אבגדהוזחטיכלמנסעפצקרשתךםןף"}


class FakeTranslator:
    """The fake behind the port.

    Attributes:
        sentences: All that it was given.
    """

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name="fake")

    @property
    def capabilities(self) -> TranslatorCapabilities:
        pairs = (Pair(one, other) for one in FAKE_LANGUAGES for other in FAKE_LANGUAGES if one != other)
        return TranslatorCapabilities(
            pairs=tuple(pairs), is_draft=False, context=True, glossary=True, is_quick=True
        )

    def prepare(self, pair: Pair) -> None:
        pass

    async def translate(self, sentence: Sentence) -> str:
        self.sentences.append(sentence)
        return fake_translation(sentence.text, sentence.pair.target)

    async def close(self) -> None:
        pass


def fake_translation(text: str, target: str) -> str:
    """What the fake makes of a text."""
    letters = _RIGHT_TO_LEFT.get(primary_subtag(target))
    if letters is None:
        return f"{target}: {text}"
    return "".join(letters[ord(one.lower()) % len(letters)] if one.isalpha() else one for one in text)

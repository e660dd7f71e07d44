"""Words of a spoken text, where they stand in it, and a canonical form that rules can match.

Recognisers differ in case, punctuation and apostrophes. Rules therefore never look at the text itself but at
its canonical form: lower case, no punctuation, contractions spelt out (`I'll` is `i will`), one space between
tokens. Every canonical token remembers its word, so that a match can be quoted from the text as it was said.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from parley.agent.notes.vocabulary import OPENERS, STOP_WORDS, TASK_VERBS

_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"  # Thai, kana, Han: each character counts as a word
_LETTER = rf"[^\W_{_UNSPACED}]"
_WORD = re.compile(rf"[{_UNSPACED}]|\d+(?:[.,:/\-]\d+)*{_LETTER}*|{_LETTER}+(?:['’\-]{_LETTER}+)*")

_CONTRACTIONS = {
    "let's": ("let", "us"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "dont": ("do", "not"),
    "didnt": ("did", "not"),
    "doesnt": ("does", "not"),
    "havent": ("have", "not"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("have", "to"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "weve": ("we", "have"),
    "youll": ("you", "will"),
    "i'ma": ("i", "am", "going", "to"),
}
_ENDINGS = (
    ("n't", "not"),
    ("'ll", "will"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'m", "am"),
    ("'d", "would"),
)
_AFTER_WILL = frozenset(
    {"also", "be", "do", "get", "have", "just", "look", "make", "probably", "put", "run", "take", "try"}
)
_IS_BEFORE = frozenset({"going", "gonna", "not", "decided", "agreed", "settled", "a"})


@dataclass(frozen=True)
class Word:
    """A word of a text: `text[start:end]`, and the same folded for comparing."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True)
class Canonical:
    """Canonical tokens of a run of words. `word_of[i]` is the index of the word that token i came from."""

    tokens: tuple[str, ...]
    word_of: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """The tokens with one space between them."""
        return " ".join(self.tokens)

    def token_at(self, offset: int) -> int:
        """Index of the token that covers a character of `text`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token) + 1
        return starts


def words_of(text: str) -> tuple[Word, ...]:
    """All words of a text, in order."""
    return tuple(
        Word(found.start(), found.end(), found.group().casefold().replace("’", "'"))
        for found in _WORD.finditer(text)
    )


def canonical(words: tuple[Word, ...]) -> Canonical:
    """Canonical form of a run of words."""
    tokens: list[str] = []
    word_of: list[int] = []
    for index, word in enumerate(words):
        following = words[index + 1].folded if index + 1 < len(words) else ""
        for token in _expanded(word.folded, following, tokens[-1] if tokens else ""):
            tokens.append(token)
            word_of.append(index)
    return Canonical(tuple(tokens), tuple(word_of))


def content_words(words: tuple[Word, ...]) -> list[str]:
    """Words that carry meaning, in order, with repeats; a possessive counts as its noun."""
    bare = (word.folded.removesuffix("'s") for word in words)
    return [word for word in bare if word not in STOP_WORDS and "'" not in word]


def _expanded(folded: str, following: str, previous: str) -> tuple[str, ...]:
    if folded in _CONTRACTIONS:
        return _CONTRACTIONS[folded]
    # A recogniser that drops apostrophes leaves "ill send" and "lets ship": told by the words beside.
    if folded == "ill" and (following in TASK_VERBS or following in _AFTER_WILL):
        return ("i", "will")
    if folded == "lets" and (not previous or previous in OPENERS):
        return ("let", "us")
    for ending, meaning in _ENDINGS:
        if folded.endswith(ending) and len(folded) > len(ending):
            return (folded[: -len(ending)], meaning)
    if folded.endswith("'s") and following in _IS_BEFORE:
        return (folded[:-2], "is")
    return (folded,)

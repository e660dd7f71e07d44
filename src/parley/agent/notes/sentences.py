"""Segments of a meeting cut into the sentences that notes quote.

A recogniser may give a minute of speech without a full stop. Sentences are therefore also cut before words
that open a new thought, and at the latest after `MAX_WORDS`.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from parley.agent.notes.vocabulary import FILLERS, OPENERS
from parley.agent.notes.words import Canonical, Word, canonical, content_words, words_of
from parley.contracts.captions import Segment

MAX_WORDS = 40
"""Longest quote; about 15 s of speech."""

_MIN_WORDS_BEFORE_OPENER = 14
_TURNING_WORDS = frozenset(
    {"so", "okay", "ok", "but", "anyway", "alright", "and", "because", "then", "also", "now", "well"}
)
_STOP = re.compile(r"[.!?…؟۔।]+[\"'”’)\]]*\s|[。！？\n]")
_ASKED = re.compile("[?？؟]")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "eg", "ie", "inc", "ltd", "approx"}
)
_EDGES = " \t\r\n,;:–—-"


@dataclass(frozen=True)
class Sentence:
    """A run of words of one segment, never empty.

    Attributes:
        order: Index of the segment in the meeting.
        words: Positions are those in `segment.text`.
        is_asked: Ends in a question mark.
    """

    segment: Segment
    order: int
    words: tuple[Word, ...]
    is_asked: bool

    @cached_property
    def canonical(self) -> Canonical:
        """The words as rules see them."""
        return canonical(self.words)

    @cached_property
    def content(self) -> list[str]:
        """The words that carry meaning."""
        return content_words(self.words)

    @cached_property
    def opening(self) -> int:
        """How many words the sentence opens with that only fill; never all of it."""
        return _leading(tuple(word.folded for word in self.words), FILLERS)

    @property
    def lead_text(self) -> str:
        """The sentence as it was said, from its first word that does not fill."""
        return self.quote(self.opening, len(self.words))

    def quote(self, first: int, after: int) -> str:
        """Words first..after-1 as they were said, with the mark that ends the sentence if they end it."""
        text = self.segment.text
        end = self.words[after - 1].end
        if after == len(self.words):
            tail = re.match(r"[^\w\s]{1,3}", text[end:])
            if tail:
                end += tail.end()
        return text[self.words[first].start : end].rstrip(_EDGES)


def ordered(segments: list[Segment]) -> list[Segment]:
    """Segments by start, then as they came; a segment id that comes again is left out."""
    seen: dict[str, Segment] = {}
    for segment in segments:
        seen.setdefault(segment.segment_id, segment)
    return sorted(seen.values(), key=lambda segment: segment.start_ms)


def sentences_of(segment: Segment, order: int) -> list[Sentence]:
    """The sentences of a segment, in order."""
    words = words_of(segment.text)
    sentences: list[Sentence] = []
    start = 0
    for after, word in enumerate(words, start=1):
        is_last = after == len(words)
        gap = segment.text[word.end : None if is_last else words[after].start]
        if is_last or (_STOP.search(gap) and not _is_abbreviation(word, gap)):
            pieces = _pieces(words[start:after])
            is_asked = bool(_ASKED.search(gap))
            sentences += [
                Sentence(segment, order, piece, is_asked and piece is pieces[-1]) for piece in pieces
            ]
            start = after
    return sentences


def opening(tokens: tuple[str, ...]) -> int:
    """How many tokens precede the clause that counts; never all."""
    return _leading(tokens, OPENERS)


def _leading(tokens: tuple[str, ...], among: frozenset[str]) -> int:
    count = 0
    while count < len(tokens) - 1 and tokens[count] in among:
        count += 1
    return count


def _is_abbreviation(word: Word, gap: str) -> bool:
    is_initial = len(word.folded) == 1 and word.folded.isalpha() and word.folded != "i"
    return gap.strip() == "." and (is_initial or word.folded in _ABBREVIATIONS)


def _pieces(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    if len(words) <= MAX_WORDS:
        return [words]
    pieces: list[tuple[Word, ...]] = []
    start = 0
    for index, word in enumerate(words):
        length = index - start
        is_opener = word.folded in _TURNING_WORDS and length >= _MIN_WORDS_BEFORE_OPENER
        if length >= MAX_WORDS or is_opener:
            pieces.append(words[start:index])
            start = index
    return [*pieces, words[start:]]

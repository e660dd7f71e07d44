"""Titles of chapters: their most telling words, as they were said. Nothing is invented."""

import math
from collections import Counter

from parley.agent.notes.sentences import Sentence
from parley.agent.notes.vocabulary import TITLE_STOP_WORDS

_PHRASES = 3
_MIN_LETTERS = 3
_PAIR_WEIGHT = 1.5
_MAX_CHARACTERS = 80


def chapter_titles(stretches: list[list[Sentence]], names: frozenset[str]) -> list[str]:
    """One title a stretch, e.g. `Remote control, battery, buttons`; empty where no word tells anything."""
    counts = [_phrases(stretch, names) for stretch in stretches]
    spread: Counter[str] = Counter(phrase for counted in counts for phrase in counted)
    return [
        _title(counted, spread, len(stretches), stretch)
        for counted, stretch in zip(counts, stretches, strict=True)
    ]


def _phrases(stretch: list[Sentence], names: frozenset[str]) -> Counter[str]:
    """How often telling words, and pairs of them side by side, were said."""
    counted: Counter[str] = Counter()
    for sentence in stretch:
        previous = ""
        for word in sentence.words:
            folded = word.folded
            is_telling = _is_telling(folded) and folded not in names
            if is_telling:
                counted[folded] += 1
                if previous and previous != folded:
                    counted[f"{previous} {folded}"] += 1
            previous = folded if is_telling else ""
    return counted


def _is_telling(folded: str) -> bool:
    bare = folded.removesuffix("'s")
    return (
        len(bare) >= _MIN_LETTERS
        and bare not in TITLE_STOP_WORDS
        and folded not in TITLE_STOP_WORDS
        and "'" not in bare
        and not any(character.isdigit() for character in bare)
    )


def _title(counted: Counter[str], spread: Counter[str], total: int, stretch: list[Sentence]) -> str:
    first_said = {phrase: place for place, phrase in enumerate(counted)}

    def weight(phrase: str) -> float:
        count = counted[phrase]
        pair = _PAIR_WEIGHT if " " in phrase else 1.0
        return round(pair * count * math.log(1 + total / spread[phrase]), 9)

    likely = [phrase for phrase in counted if " " not in phrase or counted[phrase] > 1]
    chosen: list[str] = []
    for phrase in sorted(likely, key=lambda phrase: (-weight(phrase), first_said[phrase])):
        if len(chosen) == _PHRASES:
            break
        if not any(_share(phrase, other) for other in chosen):
            chosen.append(phrase)
    said = _as_said(stretch)
    title = ", ".join(" ".join(said[word] for word in phrase.split()) for phrase in chosen)
    return (title[:1].upper() + title[1:])[:_MAX_CHARACTERS].rstrip(" ,")


def _share(one: str, other: str) -> bool:
    """Share a word, or a word in two numbers."""
    left, right = ({word.rstrip("s") for word in phrase.split()} for phrase in (one, other))
    return bool(left & right)


def _as_said(stretch: list[Sentence]) -> dict[str, str]:
    """The spelling a word was most often given; capitals only where they are the rule."""
    forms: dict[str, Counter[str]] = {}
    for sentence in stretch:
        text = sentence.segment.text
        for word in sentence.words:
            forms.setdefault(word.folded, Counter())[text[word.start : word.end]] += 1
    return {folded: max(sorted(counted), key=counted.__getitem__) for folded, counted in forms.items()}

"""A meeting cut into chapters where its words or its pace change, each with the lines most central to it.

Cuts lie near equal shares of the time, at the gap where the words before and after differ most (as in
TextTiling, Hearst 1997) or where people paused. Central is the sentence most like all others of its chapter
by tf-idf cosine (degree centrality of LexRank, Erkan and Radev 2004).
"""

import math
from collections import Counter
from itertools import pairwise

from parley.agent.notes.sentences import Sentence
from parley.agent.notes.titles import chapter_titles
from parley.agent.notes.vocabulary import COURTESIES, DISFLUENCIES, STOP_WORDS
from parley.contracts.notes import Chapter, NoteLine

TARGET_MS = 390_000  # 6.5 min: between 5 and 8
MAX_CHAPTERS = 8
LINES_PER_CHAPTER = 3
_MIN_LINES_TO_CUT = 4
"""Fewer good lines a chapter would make chapters of chance."""

_MIN_WORDS = 5
_MIN_CONTENT = 3
_IDEAL_WORDS = (10, 30)
_CONTINUING = frozenset(
    {"because", "or", "which", "than", "that", "who", "if", "of", "to", "for", "with", "on", "in"}
)
_WINDOW_WORDS = 120
_REACH = 0.35  # of a chapter's length, either side of the equal cut
_PAUSE_FULL_MS = 8_000
_PAUSE_WEIGHT = 0.3
_DISTANCE_WEIGHT = 0.2
_MAX_OVERLAP = 0.6

Stretch = list[Sentence]


def chapters_of(sentences: list[Sentence], names: frozenset[str]) -> list[Chapter]:
    """Chapters in order, each with 1 to `LINES_PER_CHAPTER` lines; a stretch without a good line is left out.

    `names` are what participants are called: a name makes no title.
    """
    good = [sentence for sentence in sentences if _is_quotable(sentence)]
    if not good:
        return []
    stretches = _stretches(sentences, _chapter_count(sentences, len(good)))
    titles = chapter_titles(stretches, names)
    chapters = []
    for stretch, title in zip(stretches, titles, strict=True):
        lines = _central(stretch)
        if not lines:
            continue
        segments = [sentence.segment for sentence in stretch]
        start_ms = segments[0].start_ms
        chapters.append(
            Chapter(
                title=title or _short(lines[0].lead_text),
                start_ms=start_ms,
                end_ms=max(start_ms, *(segment.end_ms for segment in segments)),
                lines=[NoteLine(text=line.lead_text, evidence=[line.segment.segment_id]) for line in lines],
            )
        )
    return chapters


def _is_quotable(sentence: Sentence) -> bool:
    content = set(sentence.content) - COURTESIES
    return len(sentence.words) >= _MIN_WORDS and len(content) >= _MIN_CONTENT


def _chapter_count(sentences: list[Sentence], good: int) -> int:
    span_ms = sentences[-1].segment.start_ms - sentences[0].segment.start_ms
    by_time = round(span_ms / TARGET_MS)
    return max(1, min(MAX_CHAPTERS, by_time, good // _MIN_LINES_TO_CUT))


def _stretches(sentences: list[Sentence], count: int) -> list[Stretch]:
    """Cuts between segments only, so that a segment is in one chapter."""
    gaps = [i for i in range(1, len(sentences)) if sentences[i].order != sentences[i - 1].order]
    start_ms = sentences[0].segment.start_ms
    length_ms = (sentences[-1].segment.start_ms - start_ms) / count
    cuts = [0]
    for share in range(1, count):
        ideal_ms = start_ms + share * length_ms
        near = [
            gap
            for gap in gaps
            if gap > cuts[-1] and abs(sentences[gap].segment.start_ms - ideal_ms) <= _REACH * length_ms
        ]
        if near:
            cuts.append(max(near, key=lambda gap: (_cut_score(sentences, gap, ideal_ms, length_ms), -gap)))
    return [sentences[a:b] for a, b in zip(cuts, [*cuts[1:], len(sentences)], strict=True)]


def _cut_score(sentences: list[Sentence], gap: int, ideal_ms: float, length_ms: float) -> float:
    before, after = sentences[gap - 1].segment, sentences[gap].segment
    pause = min(1.0, max(0, after.start_ms - before.end_ms) / _PAUSE_FULL_MS)
    distance = abs(after.start_ms - ideal_ms) / (_REACH * length_ms)
    likeness = _cosine(_window(sentences, gap - 1, -1), _window(sentences, gap, 1))
    return round(_PAUSE_WEIGHT * pause - likeness - _DISTANCE_WEIGHT * distance, 9)


def _window(sentences: list[Sentence], at: int, step: int) -> Counter[str]:
    words: Counter[str] = Counter()
    taken = 0
    while 0 <= at < len(sentences) and taken < _WINDOW_WORDS:
        words.update(sentences[at].content)
        taken += len(sentences[at].words)
        at += step
    return words


def _cosine(left: Counter[str], right: Counter[str]) -> float:
    dot = sum(count * right[word] for word, count in left.items() if word in right)
    norms = math.sqrt(sum(c * c for c in left.values()) * sum(c * c for c in right.values()))
    return dot / norms if norms else 0.0


def _central(stretch: Stretch) -> list[Sentence]:
    """The most central quotable sentences, no two alike, in the order they were said."""
    good = [sentence for sentence in stretch if _is_quotable(sentence)]
    spread: Counter[str] = Counter(word for sentence in good for word in set(sentence.content))
    vectors = [_vector(sentence, spread, len(good)) for sentence in good]
    centre: Counter[str] = Counter()
    for vector in vectors:
        centre.update(vector)
    ranked = sorted(
        range(len(good)),
        key=lambda i: (-round(_centrality(vectors[i], centre) * _form(good[i]), 9), i),
    )
    chosen: list[int] = []
    for i in ranked:
        if len(chosen) < LINES_PER_CHAPTER and all(_overlap(good[i], good[j]) < _MAX_OVERLAP for j in chosen):
            chosen.append(i)
    return [good[i] for i in sorted(chosen)]


def _vector(sentence: Sentence, spread: Counter[str], total: int) -> dict[str, float]:
    """Unit tf-idf vector."""
    counts = Counter(sentence.content)
    weights = {word: (1 + math.log(n)) * math.log(1 + total / spread[word]) for word, n in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / norm for word, weight in weights.items()}


def _centrality(vector: dict[str, float], centre: Counter[str]) -> float:
    return sum(weight * centre[word] for word, weight in vector.items())


def _form(sentence: Sentence) -> float:
    """How well a sentence reads by itself, up to 1: neither short nor long, fluent, whole, a statement."""
    words = [word.folded for word in sentence.words[sentence.opening :]]
    low, high = _IDEAL_WORDS
    length = min(1.0, len(words) / low, high / len(words))
    stumbles = sum(word in DISFLUENCIES for word in words) + sum(a == b for a, b in pairwise(words))
    fluency = max(0.2, 1 - 2 * stumbles / len(words))
    substance = min(1.0, 2 * sum(word not in STOP_WORDS for word in words) / len(words))
    whole = 0.8 if words[0] in _CONTINUING else 1.0
    return length * fluency * whole * (0.5 + 0.5 * substance) * (0.6 if sentence.is_asked else 1.0)


def _overlap(one: Sentence, other: Sentence) -> float:
    left, right = set(one.content), set(other.content)
    return len(left & right) / len(left | right)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]).rstrip(" ,;:.!?")[:60]

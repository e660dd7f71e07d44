"""Puts one utterance together from the pieces that Deepgram sends of it. Pure.

Deepgram makes a stretch of sound final, then goes on with the next; until then it sends the stretch as it
stands. Pieces may come twice, late and in any order, so they are placed by the times of their words.
"""

from collections import Counter
from dataclasses import dataclass

from parley.agent.engines.ports import Word
from parley.contracts.ids import LanguageTag

_EDGE_S = 0.05  # neighbours may overlap by so much


@dataclass(frozen=True)
class Piece:
    """What Deepgram hears in a stretch of the utterance."""

    text: str
    words: tuple[Word, ...]
    language: LanguageTag

    @property
    def start_s(self) -> float:
        return self.words[0].start_s if self.words else 0.0

    @property
    def end_s(self) -> float:
        return self.words[-1].end_s if self.words else 0.0


class Pieces:
    """The pieces of one utterance."""

    def __init__(self) -> None:
        self._finals: list[Piece] = []
        self._open: list[Piece] = []

    def stands(self, piece: Piece) -> None:
        """Takes a stretch as it stands. One that is final already stays as it is."""
        if not any(_share(one, piece) for one in self._finals):
            self._open = _in_order([*(one for one in self._open if not _share(one, piece)), piece])

    def final(self, piece: Piece) -> None:
        """Takes a stretch that is final. Said again, the newer words stand."""
        self._open = [one for one in self._open if not _share(one, piece)]
        self._finals = _in_order([*(one for one in self._finals if not _share(one, piece)), piece])

    @property
    def text(self) -> str:
        """The whole text so far."""
        return " ".join(one.text for one in _in_order([*self._finals, *self._open]))

    @property
    def final_text(self) -> str:
        """What is final."""
        return " ".join(one.text for one in self._finals)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that are final."""
        return tuple(word for one in self._finals for word in one.words)

    @property
    def language(self) -> LanguageTag | None:
        """What most of the final words are in."""
        spoken: Counter[LanguageTag] = Counter()
        for one in self._finals:
            spoken[one.language] += len(one.words)
        return spoken.most_common(1)[0][0] if spoken else None


def _share(one: Piece, other: Piece) -> bool:
    """Whether two pieces are of the same stretch: more of them than an edge overlaps."""
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s) > _EDGE_S


def _in_order(pieces: list[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda one: one.start_s)

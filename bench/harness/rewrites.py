"""How restless captions are: words that stood on a reader's screen and were then another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.harness.rows import Row
from parley.rehearsal.timing import CaptionedSegment
from parley.rehearsal.words import edit_distance, matched_pairs, normalised_words

GOAL_FIRM_CHANGED = 2.0


@dataclass(frozen=True)
class FirmWords:
    """What became of words that were shown as firm while their segment was open.

    Attributes:
        finals: Words of the finals.
        shown: Firm words; one that was changed and is firm again counts again.
        changed: Words of theirs that the next text had otherwise or not at all, or put between them.
    """

    finals: int
    shown: int
    changed: int


def rewritten_percent(segments: Sequence[CaptionedSegment]) -> float:
    """Words taken back per hundred words of the finals, case and punctuation left out.

    Each update takes back what it does not begin with of the update before it; a word that comes and goes
    twice counts twice.
    """
    taken_back = finals = 0
    for segment in segments:
        texts = [normalised_words(update.text) for update in segment.updates]
        finals += len(texts[-1])
        for before, after in pairwise(texts):
            taken_back += len(before) - _common_beginning(before, after)
    return 100 * taken_back / max(1, finals)


def firm_words(segments: Sequence[CaptionedSegment]) -> FirmWords:
    """Counts them, case and punctuation left out.

    Changes are the fewest that turn the firm beginning into one of the next text: a word that only moves,
    because one was put before it, is none.
    """
    finals = shown = changed = 0
    for segment in segments:
        finals += len(normalised_words(segment.final.text))
        firm: list[str] = []
        for update in segment.updates:
            words = normalised_words(update.text)
            changed += min(edit_distance(firm, words[:length]) for length in range(len(words) + 1))
            if update.is_final:
                break
            kept = len(matched_pairs(firm, words))
            firm = normalised_words(update.text[: update.firm_characters])
            shown += max(0, len(firm) - kept)
    return FirmWords(finals, shown, changed)


def rewrites_rows(ours: Sequence[CaptionedSegment], stock: Sequence[CaptionedSegment], who: str) -> list[Row]:
    """Ours beside the stock transcriber's, which calls nothing firm before its final."""
    firm = firm_words(ours)
    return [
        Row(
            f"words taken back, firm or dim, with what followed them, {who}",
            "%",
            rewritten_percent(ours),
            rewritten_percent(stock),
        ),
        Row(
            f"firm words that were changed, {who}",
            "%",
            100 * firm.changed / max(1, firm.shown),
            goal=GOAL_FIRM_CHANGED,
        ),
        Row(f"words that were firm before their final, {who}", "%", 100 * firm.shown / max(1, firm.finals)),
    ]


def _common_beginning(one: Sequence[str], other: Sequence[str]) -> int:
    differ = (at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there)
    return next(differ, min(len(one), len(other)))

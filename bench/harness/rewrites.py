"""How restless captions are: words that stood on a reader's screen and were then another."""

from collections.abc import Sequence
from itertools import pairwise

from bench.harness.rows import Row
from parley.rehearsal.timing import CaptionedSegment
from parley.rehearsal.words import normalised_words


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
            kept = next(
                (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
                min(len(before), len(after)),
            )
            taken_back += len(before) - kept
    return 100 * taken_back / max(1, finals)


def rewrites_row(ours: Sequence[CaptionedSegment], stock: Sequence[CaptionedSegment], who: str) -> Row:
    """Ours beside the stock transcriber's."""
    return Row(
        f"words taken back, firm or dim, with what followed them, {who}",
        "%",
        rewritten_percent(ours),
        rewritten_percent(stock),
    )

"""chrF2 of a corpus: character n-gram F-score (Popović, WMT 2015), n from 1 to 6, recall twice the weight.

Statistics are summed over all sentences before the score is taken, and white space does not count: the
figures of sacrebleu's `chrF2` with its defaults.
"""

from collections import Counter
from collections.abc import Sequence

ORDER, BETA = 6, 2.0


def chrf(translations: Sequence[str], references: Sequence[str]) -> float:
    """0 to 100; one reference for each translation, in order."""
    precisions, recalls = [], []
    for n in range(1, ORDER + 1):
        matches = ours = theirs = 0
        for translation, reference in zip(translations, references, strict=True):
            got, wanted = _ngrams(translation, n), _ngrams(reference, n)
            matches += (got & wanted).total()
            ours += got.total()
            theirs += wanted.total()
        if ours and theirs:
            precisions.append(matches / ours)
            recalls.append(matches / theirs)
    if not precisions:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    weighted = BETA**2 * precision + recall
    return 100 * (1 + BETA**2) * precision * recall / weighted if weighted else 0.0


def _ngrams(text: str, n: int) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + n] for at in range(len(letters) - n + 1))

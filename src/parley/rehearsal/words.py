"""How transcripts are compared: one frozen normaliser, an optimal word alignment, the word error rate.

The alignment is Levenshtein's rather than `difflib`'s longest block: the latter pairs the wrong occurrences
where the same sentence is said twice and only the second time is heard without an error.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.rehearsal.numerals import spell_numerals

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ABBREVIATIONS = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "ok": "okay"}
_SYMBOLS = str.maketrans({"’": "'", "‘": "'", "&": " and ", "%": " percent "})


def normalised_words(text: str) -> list[str]:
    """Words in lower case without punctuation, numerals spelt out, hyphens as spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SYMBOLS)
    return [_ABBREVIATIONS.get(word, word) for word in _WORD.findall(spell_numerals(plain))]


def edit_distance(reference: Sequence[str], hypothesis: Sequence[str]) -> int:
    """Fewest substitutions, deletions and insertions that turn one into the other."""
    return int(_distances(reference, hypothesis)[-1, -1])


def word_error_rate(reference: Sequence[str], hypothesis: Sequence[str]) -> float:
    """Edit distance over the reference's length, as a ratio: 0 is perfect, above 1 is possible.

    Raises:
        ValueError: The reference has no word.
    """
    if not reference:
        raise ValueError("a word error rate needs a reference of at least one word")
    return edit_distance(reference, hypothesis) / len(reference)


def aligned_pairs(reference: Sequence[str], hypothesis: Sequence[str]) -> list[tuple[int, int]]:
    """Places (in reference, in hypothesis) that an optimal alignment puts opposite each other, in order.

    The words there are the same or one stands for the other. Among equally good alignments the one that
    places the hypothesis earliest in the reference is taken: a partial caption is the beginning of its final.
    """
    distances = _distances(reference, hypothesis)
    pairs: list[tuple[int, int]] = []
    i, j = len(reference), len(hypothesis)
    while i > 0 and j > 0:
        here = distances[i, j]
        if distances[i - 1, j] + 1 == here:
            i -= 1
        elif distances[i, j - 1] + 1 == here:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def matched_pairs(reference: Sequence[str], hypothesis: Sequence[str]) -> list[tuple[int, int]]:
    """The aligned pairs whose words are the same."""
    return [(i, j) for i, j in aligned_pairs(reference, hypothesis) if reference[i] == hypothesis[j]]


def _distances(reference: Sequence[str], hypothesis: Sequence[str]) -> npt.NDArray[np.int32]:
    """Levenshtein's table, (len(reference) + 1) × (len(hypothesis) + 1), filled a row at a time."""
    numbers: dict[str, int] = {}
    columns = np.array([numbers.setdefault(word, len(numbers)) for word in hypothesis], dtype=np.int32)
    steps = np.arange(len(hypothesis) + 1, dtype=np.int32)
    table = np.empty((len(reference) + 1, len(hypothesis) + 1), dtype=np.int32)
    table[0] = steps
    for i, word in enumerate(reference, start=1):
        row = table[i - 1] + 1
        row[1:] = np.minimum(row[1:], table[i - 1, :-1] + (columns != numbers.get(word, -1)))
        # An insertion costs one more than the cell to its left: a running minimum, less the steps.
        table[i] = np.minimum.accumulate(row - steps) + steps
    return table

"""Whether words stand under the name of who said them, judged by the words alone. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np

from parley.rehearsal.words import normalised_words

Name = TypeVar("Name", bound=str)


def misattributed(captioned: Iterable[tuple[Name, str]], said: Mapping[Name, str]) -> list[tuple[Name, str]]:
    """Those texts that are closer to something another person said than to all that their own speaker said.

    Args:
        captioned: Speaker and text of each segment; a text without words counts as right.
        said: All that each speaker said, in order.
    """
    words = {name: normalised_words(text) for name, text in said.items()}
    wrong = []
    for name, text in captioned:
        heard = normalised_words(text)
        errors = {other: errors_within(heard, own) for other, own in words.items()}
        if heard and errors[name] > min(errors.values()):
            wrong.append((name, text))
    return wrong


def errors_within(words: list[str], reference: list[str]) -> int:
    """Fewest edits that turn the words into any stretch of the reference."""
    row = np.zeros(len(reference) + 1, np.int64)  # a stretch may begin anywhere
    steps = np.arange(len(reference) + 1)
    for word in words:
        above = row
        row = above + 1
        changed = above[:-1] + np.array([word != other for other in reference], np.int64)
        row[1:] = np.minimum(row[1:], changed)
        row = np.minimum.accumulate(row - steps) + steps
    return int(row.min())

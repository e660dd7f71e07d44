"""Cuts what was said into passages that a model takes at once: it was trained on sentences. Pure."""

import re

MOST_WORDS = 60  # OPUS-MT was trained on sentences of up to about a hundred
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")


def passages(text: str) -> list[str]:
    """Its sentences; one that is too long, in parts of whole words."""
    found = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        found += [" ".join(words[at : at + MOST_WORDS]) for at in range(0, len(words), MOST_WORDS)]
    return found

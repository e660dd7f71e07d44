"""Coarse English words, and how they are masked. Pure.

Only words that are coarse in nearly any company: one that is harmless elsewhere ("hell", "cock", "Dick") is
worse masked than shown. Masking keeps the length, so that a caption does not move when it is edited.
"""

import re

_STEMS = (
    r"(?:mother)?fuck\w*",
    r"(?:bull|horse)?shit(?:s|ty|tier|tiest|ting|ted|head|heads|show|shows)?",
    r"cunt(?:s|y)?",
    r"bitch(?:es|y|ing)?",
    r"bastards?",
    r"ass ?holes?",
    r"arse ?holes?",
    r"dick ?heads?",
    r"wank(?:s|er|ers|ing)?",
    r"twats?",
    r"slut(?:s|ty)?",
    r"whores?",
    r"faggots?",
    r"nigg(?:er|ers|a|as)",
    r"retard(?:s|ed)",
    r"god ?damn(?:ed|it)?",
    r"pricks?",
)
_COARSE = re.compile(rf"\b(?:{'|'.join(_STEMS)})\b", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with each coarse word as its first letter and one asterisk for each that follows."""
    return _COARSE.sub(lambda found: re.sub(r"(?<!^)\w", "*", found[0]), text)

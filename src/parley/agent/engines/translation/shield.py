"""Keeps names and terms as they are through an engine that knows of neither. Pure.

Each is replaced by a word that no language has, which rule-based engines pass on unchanged, and put back.
"""

import re
from collections.abc import Iterable

_STANDS_FOR = "Zqx"
_LETTERS = "abcdefghijklmnoprstuvw"
# Names that are said far more often as other words; with one of them in the room those would stay English.
_COMMON_WORDS = frozenset(["an", "can", "do", "in", "may", "my", "so", "will"])


def shielded(text: str, terms: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The text with its terms replaced, and what each replacement stands for; no more than 22 terms."""
    found: dict[str, str] = {}
    pattern = _pattern(terms)
    if pattern is None or _STANDS_FOR.casefold() in text.casefold():
        return text, {}

    def replacement(match: re.Match[str]) -> str:
        if len(found) == len(_LETTERS):
            return match[0]
        word = _STANDS_FOR + _LETTERS[len(found)]
        found[word] = match[0]
        return word

    return pattern.sub(replacement, text), found


def restored(text: str, found: dict[str, str]) -> str | None:
    """The terms put back; None if one was lost, doubled or inflected on the way."""
    for word, term in found.items():
        text, times = re.subn(rf"(?<!\w){word}(?!\w)", term.replace("\\", r"\\"), text)
        if times != 1:
            return None
    return None if _STANDS_FOR in text else text


def _pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    words = {part for term in terms for part in (term, *_name_parts(term))}
    words = {word for word in words if len(word) > 1 and word.casefold() not in _COMMON_WORDS}
    if not words:
        return None
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w'’])(?:{alternatives})(?!\w)")


def _name_parts(term: str) -> list[str]:
    """Somebody called `Maria Lopez` is spoken of as Maria."""
    parts = term.split()
    return parts if all(part[:1].isupper() for part in parts) else []

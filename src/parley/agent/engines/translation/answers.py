"""Whether what an engine gave can be a translation of what it was given. Pure."""

import re
import unicodedata

from parley.agent.engines.languages import primary_subtag
from parley.agent.engines.translation.ports import Sentence

MAX_CHARACTERS = 20_000  # as the contract of a translation has it
_MOST_TIMES_LONGER = 4
_SHORT_CHARACTERS = 200  # a greeting may well become a sentence
# As in `contracts.ids`: control characters but white space, and what embeds or overrides a direction.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|[a-z]+);|```")
_SAME_WORDS_AT_LEAST = 6  # shorter ones may well read the same in two languages
# What languages are written in, by the names that Unicode's characters begin with.
_SCRIPTS: dict[str, tuple[str, ...]] = {
    "ar": ("ARABIC",),
    "bg": ("CYRILLIC",),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "ko": ("HANGUL",),
    "mk": ("CYRILLIC",),
    "ru": ("CYRILLIC",),
    "th": ("THAI",),
    "uk": ("CYRILLIC",),
    "ur": ("ARABIC",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "zh": ("CJK",),
} | dict.fromkeys(("ca", "de", "en", "eo", "es", "fr", "gl", "is", "it", "nl", "pl", "pt", "tr"), ("LATIN",))


def usable(answer: str, sentence: Sentence) -> str | None:
    """The answer on one line; None when it is empty, markup, far too long or of another language."""
    text = " ".join(_UNPRINTABLE.sub("", answer).split())
    if not text or len(text) > min(MAX_CHARACTERS, _longest(sentence.text)):
        return None
    if _MARKUP.search(text) and not _MARKUP.search(sentence.text):
        return None
    return None if _is_other_language(text, sentence) else text


def _longest(text: str) -> int:
    return max(_SHORT_CHARACTERS, _MOST_TIMES_LONGER * len(text))


def _is_other_language(text: str, sentence: Sentence) -> bool:
    words = sentence.text.split()
    if len(words) >= _SAME_WORDS_AT_LEAST and text.casefold() == " ".join(words).casefold():
        return True
    scripts = _SCRIPTS.get(primary_subtag(sentence.pair.target))
    letters = [one for one in text if one.isalpha()]
    if scripts is None or len(words) < _SAME_WORDS_AT_LEAST or not letters:
        return False
    return not any(unicodedata.name(one, "").startswith(scripts) for one in letters)

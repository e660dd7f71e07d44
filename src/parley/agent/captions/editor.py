"""How a text is written. Rules; words are never added or taken away.

Case and punctuation where the engine gives none, names and terms as they are written, coarse words as the
host wants them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from parley.agent.captions.profanity import masked
from parley.agent.engines.ports import Final, Partial, SpeechEvent
from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import LanguageTag

_MAX_TERM_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:['’\-&./+@][^\W_]+)*")
_ENDS = (".", "?", "!", "…")
# What begins an English question: a question word, or a verb that stands before its subject.
_QUESTION_WORDS = frozenset(["who", "whom", "whose", "what", "when", "where", "why", "how", "which"])
_QUESTION_VERBS = frozenset(
    [
        *("is", "are", "was", "were", "am", "do", "does", "did", "have", "has", "had"),
        *("can", "could", "will", "would", "shall", "should", "may", "might", "must"),
        *("isn't", "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't", "haven't", "hasn't"),
        *("hadn't", "can't", "couldn't", "won't", "wouldn't", "shouldn't"),
    ]
)
_SUBJECTS = frozenset(
    [
        *("i", "you", "he", "she", "it", "we", "they", "there", "this", "that", "these", "those"),
        *("the", "a", "an", "my", "your", "his", "her", "our"),
    ]
)
# Names that are ordinary words too: without case from the engine nobody can tell which is meant.
_ALSO_WORDS = frozenset(
    [
        *("art", "august", "bill", "bob", "chase", "chip", "dale", "dawn", "drew", "faith", "frank", "gene"),
        *("grace", "grant", "guy", "hope", "hunter", "jack", "joy", "june", "lance", "mark", "may", "miles"),
        *("pat", "penny", "rob", "rose", "ruby", "sue", "summer", "victor", "wade", "will"),
    ]
)
_ALWAYS = {"i": "I", "i'm": "I'm", "i'll": "I'll", "i've": "I've", "i'd": "I'd"}


class Editor:
    """Edits the texts of one meeting.

    Attributes:
        profanity: As the host wants it; holds for what comes.
    """

    def __init__(self, glossary: Iterable[str], names: Callable[[], Iterable[str]]) -> None:
        """`names` tells the names of those present."""
        self._glossary = {_key(term): term for term in glossary}
        self._names = names
        self.profanity = ProfanityPolicy.KEEP

    def edited(self, event: SpeechEvent, language: LanguageTag) -> Partial | Final:
        """The event with its text as it is to be shown and stored."""
        text = " ".join(event.text.split())
        if text and not event.is_punctuated:
            text = self._cased(text, is_english=_is_english(language))
            if isinstance(event, Final):
                text = _punctuated(text, is_english=_is_english(language))
        text = _with_terms(text, self._glossary)
        if self.profanity is ProfanityPolicy.MASK:
            text = masked(text)
        return replace(event, text=text)

    def _cased(self, text: str, *, is_english: bool) -> str:
        text = text.lower() if text.isupper() else text
        names = {
            word.casefold(): word
            for name in self._names()
            for word in _WORD.findall(name)
            if len(word) > 1 and word.casefold() not in _ALSO_WORDS
        }
        spelling = names | (_ALWAYS if is_english else {})
        text = _WORD.sub(lambda found: spelling.get(found[0].casefold(), found[0]), text)
        return text[:1].upper() + text[1:]


def _with_terms(text: str, terms: dict[str, str]) -> str:
    """The text with each glossary term as the glossary writes it; the longest term wins."""
    if not terms:
        return text
    words = list(_WORD.finditer(text))
    pieces: list[str] = []
    done, at = 0, 0
    while at < len(words):
        for count in range(min(_MAX_TERM_WORDS, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + count - 1].end()
            term = terms.get(_key(text[start:end]))
            if term is not None:
                pieces += [text[done:start], term]
                done, at = end, at + count
                break
        else:
            at += 1
    return "".join(pieces) + text[done:]


def _punctuated(text: str, *, is_english: bool) -> str:
    if text.endswith(_ENDS):
        return text
    return text + ("?" if is_english and _is_question(text) else ".")


def _is_question(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)[:2]]
    if not words:
        return False
    # "will sends it" and "may is warm" are none: such a verb asks only in front of its subject.
    return words[0] in _QUESTION_WORDS or (
        words[0] in _QUESTION_VERBS and words[1:] != [] and words[1] in _SUBJECTS
    )


def _key(term: str) -> str:
    return " ".join(term.casefold().split())


def _is_english(language: LanguageTag) -> bool:
    return language.partition("-")[0] == "en"

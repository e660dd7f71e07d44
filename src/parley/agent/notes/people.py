"""Who is meant by a name that was said. A name that fits two people is nobody's."""

import re
from collections import defaultdict

from parley.agent.notes.sentences import Sentence
from parley.agent.notes.vocabulary import NAMES_NEVER, NAMES_ONLY_CAPITALISED
from parley.agent.notes.words import words_of
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.ingest import NotesParticipant

_HONORIFICS = frozenset({"mr", "mrs", "ms", "dr", "prof", "miss", "sir"})


class People:
    """Participants of a meeting and the names they are called by.

    A person is called by the whole display name, its first or its last word.
    """

    def __init__(self, participants: list[NotesParticipant]) -> None:
        self.name_of: dict[ParticipantIdentity, str] = {}
        called: dict[str, set[ParticipantIdentity]] = defaultdict(set)
        for participant in participants:
            self.name_of.setdefault(participant.identity, participant.name)
            for alias in _aliases(participant.name):
                called[alias].add(participant.identity)
        self._called = dict(called)
        longest_first = sorted(called, key=lambda alias: (-len(alias), alias))
        self.pattern = "|".join(re.escape(alias) for alias in longest_first) or r"(?!)"
        """Regular expression for any name, in canonical form; matches nothing when nobody has one."""

    def named(self, alias: str) -> ParticipantIdentity | None:
        """The one person called so, else None."""
        fitting = self._called.get(alias, set())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def aliases_of(self, identity: ParticipantIdentity) -> list[frozenset[str]]:
        """What one person is called, each as the words it is made of."""
        return [frozenset(alias.split()) for alias, fitting in self._called.items() if identity in fitting]

    def is_name(self, sentence: Sentence, first_token: int, alias: str) -> bool:
        """Whether the tokens from `first_token` on are a name there, not a word that also is a name."""
        if alias not in NAMES_ONLY_CAPITALISED:
            return True
        word = sentence.words[sentence.canonical.word_of[first_token]]
        text = sentence.segment.text
        return text[word.start].isupper() and not text.isupper()

    @property
    def words(self) -> frozenset[str]:
        """Every single word that somebody is called by."""
        return frozenset(word for alias in self._called for word in alias.split())


def _aliases(name: str) -> set[str]:
    words = [word.folded for word in words_of(name) if word.folded not in _HONORIFICS]
    if not words:
        return set()
    aliases = {word for word in (words[0], words[-1]) if len(word) > 1 and word not in NAMES_NEVER}
    return aliases | ({" ".join(words)} if len(words) > 1 else set())

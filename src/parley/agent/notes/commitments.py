"""Patterns of speech that give somebody something to do. Matched against canonical text only.

Every pattern has a group `verb`; the group `name` is the person addressed or spoken of.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from parley.agent.notes.people import People
from parley.agent.notes.sentences import Sentence
from parley.agent.notes.vocabulary import NAMES_NEVER, STOP_WORDS, TASK_VERBS

_ADVERB = (
    r"(?: (?:(?!(?:reply|apply|supply|comply|rely|multiply)\b)[a-z]{3,}ly|please|just|also|then|now|still|"
    r"first|next|"
    r"uh|um|er|try to|try and|go ahead and|make sure to|have to|need to|go and|sit down and|be able to|"
    r"be happy to|"
    r"be sure to|take the time to|tomorrow|today|tonight|both|maybe))*"
)
_VERB = r" (?P<verb>[a-z-]+)"
_MODAL = r"(?:can|could|would|will|might)"
_ANYBODY = r"(?:you|someone|somebody|anyone|anybody|one of you|you guys)"
_IS_TO = (
    r"(?:will|shall|is going to|has to|needs to|is supposed to|has agreed to|agreed to|has offered to|"
    r"offered to|"
    r"volunteered to)"
)
_YOU_ARE_TO = r"(?:please|i need you to|i would like you to|i want you to|you need to|you have to|you will)"


class Kind(StrEnum):
    """What sort of speech a match is; decides whose task it is and what may confirm it."""

    LABEL = "label"  # action item: …
    REQUEST = "request"  # Ben, can you …?
    ASSIGNMENT = "assignment"  # Ben will …
    OPEN_REQUEST = "open_request"  # can you …? who can …?
    PLEA = "plea"  # please …
    COMMITMENT = "commitment"  # I'll …
    OFFER = "offer"  # I can …
    COMMON = "common"  # let's …


_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.LABEL,
        rf"(?:action (?:item|point|for|on)|next step|to-?do)(?: (?:is|here|for|on|would be|"
        rf"will be))*(?: NAME)?{_VERB}",
    ),
    (Kind.REQUEST, r"NAME (?:do|would) you mind (?P<verb>[a-z-]+ing)"),
    (Kind.REQUEST, rf"NAME(?: (?:uh|um|maybe|please|so|then))* {_MODAL} you{_ADVERB}{_VERB}"),
    (Kind.REQUEST, rf"NAME(?: (?:uh|um))* {_YOU_ARE_TO}{_ADVERB}{_VERB}"),
    (Kind.ASSIGNMENT, rf"NAME {_IS_TO}{_ADVERB}{_VERB}"),
    (Kind.ASSIGNMENT, rf"(?:i|we) (?:need|want|would like) NAME to{_ADVERB}{_VERB}"),
    (
        Kind.OPEN_REQUEST,
        rf"(?:who (?:can|could|will|would|wants to|would like to)|{_MODAL} {_ANYBODY}){_ADVERB}{_VERB}",
    ),
    (Kind.PLEA, rf"please{_ADVERB}{_VERB}"),
    (Kind.COMMITMENT, rf"i (?:will|shall|promise to|promise i will|commit to|volunteer to){_ADVERB}{_VERB}"),
    (
        Kind.OFFER,
        rf"i (?:am going to|plan to|am planning to|intend to|am happy to|would be happy to|"
        rf"can){_ADVERB}{_VERB}",
    ),
    (Kind.COMMON, rf"let us{_ADVERB}{_VERB}"),
)
"""In the order of preference where two begin at the same word. NAME stands for anybody's name."""


@dataclass(frozen=True)
class Match:
    """A pattern found in a sentence; offsets are those of its canonical text."""

    kind: Kind
    start: int
    verb_at: int
    verb: str
    name: str | None


class Patterns:
    """The patterns, compiled for the people of one meeting."""

    def __init__(self, people: People) -> None:
        self._people = people
        name = f"(?P<name>{people.pattern})"
        self._patterns = [
            (kind, re.compile(rf"(?<!\S){pattern.replace('NAME', name)}(?!\S)"))
            for kind, pattern in _PATTERNS
        ]
        self._last_name = re.compile(rf"(?<!\S){name}$")

    def found_in(self, sentence: Sentence) -> list[Match]:
        """Matches in the order they stand, none overlapping; a label takes the rest of the sentence."""
        form = sentence.canonical
        found: list[tuple[int, int, Match]] = []
        for rank, (kind, pattern) in enumerate(self._patterns):
            for hit in pattern.finditer(form.text):
                name = hit.groupdict().get("name")
                if name is None or self._people.is_name(sentence, form.token_at(hit.start("name")), name):
                    match = Match(kind, hit.start(), hit.start("verb"), hit.group("verb"), name)
                    found.append((hit.start(), rank, match))
        chosen: list[Match] = []
        reached = -1
        for start, _, match in sorted(found, key=lambda item: item[:2]):
            if start > reached:
                chosen.append(match)
                reached = len(form.text) if match.kind is Kind.LABEL else match.verb_at
        return chosen

    def vocative(self, sentence: Sentence, match: Match) -> tuple[str | None, bool]:
        """Who is addressed beside an open request: the name if a participant's, and whether anybody is.

        `Sara, can you …` addresses somebody even if no participant is called so.
        """
        form, text = sentence.canonical, sentence.segment.text
        token = form.token_at(match.start)
        if token > 0:
            word = sentence.words[form.word_of[token - 1]]
            is_name_like = text[word.start].isupper() and word.folded not in STOP_WORDS | NAMES_NEVER
            if is_name_like and text[word.end : word.end + 1] == ",":
                return None, True
        last = self._last_name.search(form.text)
        if (
            last
            and last.start() > match.verb_at
            and self._is_called_out(sentence, match, form.token_at(last.start()))
        ):
            return last.group("name"), True
        return None, False

    def _is_called_out(self, sentence: Sentence, match: Match, name_token: int) -> bool:
        """`…, Ben?` at the end, not `send it to Ben`. Without any comma, a noun must stand before."""
        form, text = sentence.canonical, sentence.segment.text
        before = sentence.words[form.word_of[name_token] - 1]
        if text[before.end : before.end + 1] == "," or form.tokens[name_token - 1] == "please":
            return True
        is_unmarked = "," not in text and text.islower()
        follows_noun = (
            before.folded not in STOP_WORDS | TASK_VERBS and form.tokens[name_token - 1] != match.verb
        )
        return is_unmarked and follows_noun

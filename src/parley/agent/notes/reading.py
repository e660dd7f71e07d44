"""Reads one match of the commitment patterns in its surroundings: an action item, or none.

The owner is the speaker of `I`, or a participant who is named; otherwise nobody. A request to nobody in
particular counts only if somebody takes it on, and one that is refused does not count.
"""

import re
from collections.abc import Callable

from parley.agent.notes.clauses import is_conditional, is_question, is_unreal, quoted_words
from parley.agent.notes.commitments import Kind, Match, Patterns
from parley.agent.notes.due import due_text
from parley.agent.notes.people import People
from parley.agent.notes.replies import accepts, answer_to, refuses, takes_on
from parley.agent.notes.sentences import Sentence, opening
from parley.agent.notes.tasks import SERVICE_VERBS, names_task
from parley.agent.notes.words import content_words, words_of
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.notes import ActionItem

_LOOSE = frozenset({Kind.COMMITMENT, Kind.REQUEST})
_ASKED = frozenset({Kind.REQUEST, Kind.OPEN_REQUEST})
_TO_SOMEBODY = re.compile(r"\b(?:you|everyone|everybody|the (?:team|group|client|customer))\b")
_OFTEN = re.compile(r"\b(?:always|already|usually|often|sometimes|yesterday|last (?:week|month|year))\b")
_LABEL_LEAD = re.compile(
    r"(?:(?:there is|here's|there's|we have|i have|here is|here's|the|an?|my|your|our|one|next|another|"
    r"new|first|second|third|last|final|and) )*$"
)
_LABEL_TALK = frozenset(
    {
        "from",
        "was",
        "were",
        "are",
        "has",
        "have",
        "list",
        "tracker",
        "that",
        "we",
        "in",
        "not",
        "items",
        "is",
        "or",
    }
)
_LABEL_WORDS = frozenset({"action", "item", "point", "step", "todo", "to-do"})
_OWN = re.compile(r"(?:^| )(?:i (?:will|am|can|have to|need to)|(?:for|on) me)(?= |$)")


class Reading:
    """One match. After `item`, `answer` is the index of the sentence that took the task on, if one did."""

    def __init__(
        self,
        sentences: list[Sentence],
        at: int,
        match: Match,
        following: int | None,
        has_earlier: bool,
        patterns: Patterns,
        people: People,
    ) -> None:
        self.answer: int | None = None
        self._sentences, self._at, self._match = sentences, at, match
        self._sentence = sentences[at]
        self._is_closing = following is None
        self._patterns, self._people = patterns, people
        self._first, self._after = quoted_words(self._sentence, match.start, following, has_earlier)
        self._due = due_text(self._sentence, self._first, self._after)

    def item(self, is_answer: bool) -> ActionItem | None:
        """The action item, or None if the match is none.

        Args:
            is_answer: The sentence is cited already as an answer, and must name a task of its own.
        """
        match, sentence = self._match, self._sentence
        if is_unreal(sentence, match.start) or (
            match.kind not in _ASKED and is_question(sentence, self._is_closing)
        ):
            return None
        if match.kind is Kind.LABEL:
            return self._written(self._label_owner()) if self._is_label() else None
        if not names_task(sentence.canonical.text[match.verb_at :], is_strict=match.kind not in _LOOSE):
            return None
        if not self._has_object() and (self._due is None or is_answer):
            return None
        if match.kind is Kind.REQUEST:
            return self._requested(self._named())
        if match.kind is Kind.OPEN_REQUEST:
            return self._asked_openly()
        if match.kind is not Kind.COMMITMENT and is_conditional(sentence, match.verb_at):
            return None
        if match.kind is Kind.OFFER and not self._is_meant_offer():
            return None
        if match.kind in {Kind.COMMITMENT, Kind.OFFER}:
            return self._written(None if self._is_joint() else sentence.segment.speaker)
        return self._written(self._named())

    def _requested(self, owner: ParticipantIdentity | None) -> ActionItem | None:
        refusal, self.answer = self._answered(refuses, owner), self._answered(accepts, owner)
        if refusal is not None and (self.answer is None or refusal < self.answer):
            return None
        return self._written(owner)

    def _asked_openly(self) -> ActionItem | None:
        name, is_addressed = self._patterns.vocative(self._sentence, self._match)
        if is_addressed:
            return self._requested(self._people.named(name) if name else None)
        if not names_task(self._sentence.canonical.text[self._match.verb_at :], is_strict=True):
            return None
        self.answer = self._answered(takes_on, None)
        if self.answer is not None:
            return self._written(self._sentences[self.answer].segment.speaker)
        if " you " in self._sentence.canonical.text[self._match.start : self._match.verb_at]:
            self.answer = self._answered(accepts, None)
        return None if self.answer is None else self._written(None)

    def _answered(self, fits: Callable[[Sentence], bool], by: ParticipantIdentity | None) -> int | None:
        return answer_to(self._sentences, self._at, fits, by)

    def _named(self) -> ParticipantIdentity | None:
        if self._match.name is None or self._is_joint():
            return None
        return self._people.named(self._match.name)

    def _is_joint(self) -> bool:
        """`Ben and I will …`: whose it is cannot be said."""
        lead = self._sentence.canonical.text[: self._match.start]
        pronouns = "i|me|you|he|she|they"
        return bool(re.search(rf"(?<!\S)(?:{self._people.pattern}|{pronouns}) (?:and|or) $", lead))

    def _is_meant_offer(self) -> bool:
        """`I can` and `I'm going to` speak of ability and of the next minutes as often as of a task."""
        match, text = self._match, self._sentence.canonical.text
        if _OFTEN.search(text):
            return False
        if not text.startswith("i can ", match.start) or self._due is not None:
            return True
        return match.verb in SERVICE_VERBS or bool(_TO_SOMEBODY.search(text, match.verb_at))

    def _has_object(self) -> bool:
        """Whether what is to be done is named, beside the verb and the date."""
        form = self._sentence.canonical
        verb_word = form.word_of[form.token_at(self._match.verb_at)]
        dated = set(content_words(words_of(self._due or "")))
        return not dated.issuperset(content_words(self._sentence.words[verb_word + 1 : self._after]))

    def _is_label(self) -> bool:
        """`Action item: …`, but not talk about action items."""
        lead = self._sentence.canonical.text[: self._match.start]
        words = lead.split()
        words = words[opening((*words, "action")) :]
        told = set(self._sentence.content) - _LABEL_WORDS
        is_talk = self._match.verb in _LABEL_TALK
        return (
            bool(_LABEL_LEAD.match("".join(f"{word} " for word in words))) and not is_talk and len(told) > 1
        )

    def _label_owner(self) -> ParticipantIdentity | None:
        text = self._sentence.canonical.text[self._match.start :]
        names = re.findall(
            rf"(?<!\S)(?:{self._people.pattern})(?!\S)", text[: self._match.verb_at - self._match.start]
        )
        if self._match.name is not None:
            return self._named() if len(names) == 1 else None
        if _OWN.search(text):
            return self._sentence.segment.speaker
        doer = re.match(
            rf"(?:\S+ ){{1,4}}?(?P<name>{self._people.pattern}) (?:will|to|is going to|needs to|has to)\b",
            text,
        )
        return self._people.named(doer.group("name")) if doer else None

    def _written(self, owner: ParticipantIdentity | None) -> ActionItem:
        name = self._people.name_of.get(owner) if owner is not None else None
        evidence = [self._sentence.segment.segment_id]
        due = self._due
        if self.answer is not None:
            answer = self._sentences[self.answer]
            evidence.append(answer.segment.segment_id)
            due = due or due_text(answer, 0, len(answer.words))
        return ActionItem(
            text=self._sentence.quote(self._first, self._after),
            evidence=evidence,
            owner=owner if name is not None else None,
            owner_name=name,
            due_text=due,
        )

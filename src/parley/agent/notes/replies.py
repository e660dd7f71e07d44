"""What others answered: a request that is refused is no action, a proposal that is agreed is a decision."""

import re
from collections.abc import Callable

from parley.agent.notes.sentences import Sentence, opening
from parley.contracts.ids import ParticipantIdentity

WINDOW_MS = 15_000
"""An answer that comes later answers something else."""

WINDOW_SENTENCES = 6

_YES = re.compile(
    r"(?:sure|yes|yeah|yep|yup|ok|okay|kay|of course|absolutely|definitely|certainly|no problem|"
    r"no worries|gladly|happy to|can do|will do|on it|got it|alright|"
    r"consider it done|i will|i can|i am on it|my pleasure)\b"
)
_IN_PERSON = re.compile(
    r"(?:\S+ ){0,4}?(?:i will(?! not| see| think)|i can(?! not)|i am on it|i am happy to|will do\b|"
    r"can do\b|on it\b)"
)
_NO = re.compile(
    r"(?:no\b(?! problem| worries)|nope\b|sorry\b|i can not|i could not|i am afraid|unfortunately|"
    r"not me\b|i will not|i would rather not|"
    r"i do not (?:have|think)|not (?:today|now|this week|possible)|(?:\S+ )?that is not)"
)
_AGREED = re.compile(
    r"(?:\S+ ){0,3}?(?:agreed\b|i agree\b(?! with)|we agree\b|deal\b|let us do (?:that|it|this)\b|"
    r"(?:it|that) is (?:settled|decided|agreed)|approved\b|decided\b|we will do (?:that|it)\b|done deal\b|"
    r"so decided)"
)
_DENIED = re.compile(r"(?:not|never|nobody|have not|has not|no one|would not)\b")


def accepts(sentence: Sentence) -> bool:
    """Says yes, as in `Sure, will do`."""
    return not refuses(sentence) and bool(_YES.match(sentence.canonical.text) or _YES.match(_rest(sentence)))


def takes_on(sentence: Sentence) -> bool:
    """Accepts in the first person, so that whoever says it is who will do it."""
    return not refuses(sentence) and bool(_IN_PERSON.match(sentence.canonical.text))


def refuses(sentence: Sentence) -> bool:
    """Says no, as in `Sorry, I can't`."""
    return bool(_NO.match(sentence.canonical.text) or _NO.match(_rest(sentence)))


def agrees(sentence: Sentence) -> bool:
    """Agrees for good, which `okay` and `sounds good` do not; a short sentence with nothing else in it."""
    text = sentence.canonical.text
    return (
        len(sentence.words) <= 8
        and not sentence.is_asked
        and bool(_AGREED.match(text))
        and not _DENIED.search(text)
    )


def answer_to(
    sentences: list[Sentence],
    at: int,
    is_answer: Callable[[Sentence], bool],
    by: ParticipantIdentity | None = None,
) -> int | None:
    """Index of the first sentence soon after `sentences[at]` that `is_answer`, by `by` or by any other."""
    asked = sentences[at]
    for index in range(at + 1, min(len(sentences), at + 1 + WINDOW_SENTENCES)):
        sentence = sentences[index]
        if sentence.segment.start_ms - asked.segment.end_ms > WINDOW_MS:
            return None
        speaker = sentence.segment.speaker
        if (speaker == by if by is not None else speaker != asked.segment.speaker) and is_answer(sentence):
            return index
    return None


def _rest(sentence: Sentence) -> str:
    tokens = sentence.canonical.tokens
    return " ".join(tokens[opening(tokens) :])

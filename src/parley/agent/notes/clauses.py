"""What surrounds a rule's match: is it asked, denied, imagined or reported, and how much of it is quoted."""

import re

from parley.agent.notes.sentences import Sentence, opening
from parley.agent.notes.vocabulary import FILLERS

_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|has|have|had|should|shall|can|could|would|will|may|might|must)"
)
_SUBJECT = (
    r"(?:i|we|you|they|he|she|it|this|that|there|these|those|the|any|anyone|anybody|someone|somebody|"
    r"everyone|our|"
    r"your|my|all)"
)
_INVERTED = re.compile(rf"{_AUXILIARY} (?:not )?{_SUBJECT}\b")
_WH = re.compile(
    rf"(?:what|why|when|where|who|whose|which|how)(?: (?!i\b|we\b|you\b|he\b|she\b|they\b|it\b)\S+)?"
    rf" {_AUXILIARY}\b|(?:what|how) about\b|why not\b"
)
_IMAGINED = re.compile(
    r"\b(?:if|unless|whether|suppose|supposing|imagine|maybe|perhaps|possibly|hypothetically|in case|what if|"
    r"assuming|would have|could have|might|pretend|wonder|wondering|for example|for instance)\b"
)
_DOUBTED = re.compile(
    r"\b(?:(?:do|did|does) not (?:think|believe|know|see|expect|guess)|not sure|doubt|not that|never said|"
    r"not say(?:ing)?|no way|used to)(?: \S+){0,3}$"
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|thought|claimed|claims|wish|hoped|was like|promised|asked|saying)(?: \S+){0,3}$"
)
_CONDITION_AFTER = re.compile(r"\b(?:if|unless|in case|provided)\b")
_JOINERS = FILLERS | frozenset({"and", "but", "so", "then", "or", "because", "that", "while"})
_LONGEST_LEAD = 10


def is_question(sentence: Sentence, is_closing: bool = True) -> bool:
    """Asked by its mark, or by the order of its words where marks cannot be trusted.

    The mark counts if `is_closing`: the match in question is the last of the sentence.
    """
    if sentence.is_asked and is_closing:
        return True
    form = sentence.canonical
    rest = " ".join(form.tokens[opening(form.tokens) :])
    return bool(_INVERTED.match(rest) or _WH.match(rest))


def is_unreal(sentence: Sentence, offset: int) -> bool:
    """Whether what stands before a match (from `offset` in the canonical text) makes it no fact."""
    before = sentence.canonical.text[:offset].rstrip()
    return bool(_IMAGINED.search(before) or _DOUBTED.search(before) or _REPORTED.search(before))


def is_conditional(sentence: Sentence, offset: int) -> bool:
    """Whether a condition follows a match."""
    return bool(_CONDITION_AFTER.search(sentence.canonical.text, offset))


def quoted_words(
    sentence: Sentence, offset: int, next_offset: int | None, has_earlier: bool = False
) -> tuple[int, int]:
    """First and after-last word of the quote around a match.

    The quote begins with the sentence, without fillers, unless another thought takes too long before the
    match or what stands before belongs to an earlier match (`has_earlier`). It ends where the next match
    begins, at `next_offset` of the canonical text, or with the sentence.
    """
    form = sentence.canonical
    match_token = form.token_at(offset)
    first_token = min(form.word_of.index(sentence.opening), match_token)
    if has_earlier or match_token - first_token > _LONGEST_LEAD:
        first_token = match_token
    after = len(sentence.words)
    if next_offset is not None:
        last = form.token_at(next_offset) - 1
        while last > match_token and form.tokens[last] in _JOINERS:
            last -= 1
        after = form.word_of[last] + 1
    return form.word_of[first_token], after

"""Decisions: sentences that state one, and proposals that somebody agreed to."""

import re
from collections.abc import Iterator

from parley.agent.notes.clauses import is_conditional, is_question, is_unreal, quoted_words
from parley.agent.notes.replies import agrees, answer_to
from parley.agent.notes.sentences import Sentence
from parley.agent.notes.words import content_words
from parley.contracts.notes import NoteLine

_ADVERB = (
    r"(?: (?:all|both|just|now|then|finally|already|definitely|therefore|also|still|actually|have|um|uh))*"
)
_CHOOSE = (
    r"(?:use|go with|go for|stick (?:with|to)|keep|choose|pick|settle (?:on|for)|drop|adopt|postpone|"
    r"delay|cancel|"
    r"switch to|stay with|standardi[sz]e on|go ahead with|proceed with)"
)
_WILL_CHOOSE = rf"(?:{_CHOOSE}|skip|ship|launch|release|move to|support|remove|cut)"
_CHOOSING = (
    r"(?:going with|going for|sticking (?:with|to)|choosing|picking|dropping|adopting|postponing|"
    r"skipping|shipping|launching|switching to|moving to|staying with|cancell?ing|delaying)"
)
_STATED = re.compile(
    rf"\b(?:we{_ADVERB} decided(?! yet)|we{_ADVERB} agreed(?: not)? (?:on|to|that|upon|we|it)|"
    r"we (?:all )?agree (?:on|to|that)|(?:is|was|been) (?:decided|agreed|settled)|"
    r"(?:the|our|final|group) decision (?:is|was)(?! not)|decision (?:is|was) (?:to|that)|"
    rf"we{_ADVERB} (?:settled on|chose|chosen|approved|opted for|voted (?:for|to)))\b"
)
_LABELLED = re.compile(r"(?:\S+ )?(?:decision|decided|agreed|resolved)\b")
_OWN_CLAUSE = re.compile(r" (?:(?:then|so|that) we|we|let us|the)\b")
_CHOSEN = re.compile(
    rf"\b(?:let us{_ADVERB} {_CHOOSE}|we (?:will|shall){_ADVERB} {_WILL_CHOOSE}|we are{_ADVERB} {_CHOOSING}|"
    rf"we are{_ADVERB} going to{_ADVERB} {_WILL_CHOOSE}|(?:the )?plan is to)\b"
)
_NOT_CHOSEN = re.compile(
    r" (?:going|moving|talking|on|in mind|an? eye|up|track|quiet|that in|(?:it|this) (?:short|brief|"
    r"moving|up|simple)|"
    r"(?:a |the |our |some |two |three )*(?:lunch|coffee|break|walk|drink|beer|dinner|breakfast|minute|"
    r"moment|second|round|"
    r"example|presentations?|slides?|whiteboard|time to|(?:next|first) (?:slide|topic|item|point)))\b"
)
"""`Let's keep going`, `let's go for lunch`."""

_RELATIVE = re.compile(r"\b(?:that|which|what|where|why|things?) $")
_PASSIVE = re.compile(r"(?:is|was|been) \S+$")
_NOT_YET = re.compile(
    r"\b(?:not|never|nobody|no one|nothing|without|until|before|once|when|whenever|after|who|how|by the time|"
    r"as soon as)(?: \S+){0,2}$"
)
_PROPOSED = re.compile(
    r"\b(?:(?:i|we) (?:\S+ )?(?:suggest|propose|recommend)|we (?:should|could|can)|let us|(?:how|what) about|"
    r"why do not we|(?:shall|should|can|could) we|i vote|my (?:proposal|suggestion)|"
    r"i would (?:go|say|suggest|propose))\b"
)
_DECIDING = frozenset({"decided", "agreed", "settled", "decision", "decisions"})
_LEAST_PROPOSED = 2  # content words


def decisions_of(sentences: list[Sentence]) -> list[NoteLine]:
    """Decisions in the order of the transcript; the same words twice count once."""
    lines: dict[tuple[bool | str, ...], NoteLine] = {}
    for at, sentence in enumerate(sentences):
        line = _stated(sentence) or _agreed(sentences, at)
        if line is not None:
            is_denied = "not" in sentence.canonical.tokens
            lines.setdefault((is_denied, *sorted(set(sentence.content))), line)
    return list(lines.values())


def _stated(sentence: Sentence) -> NoteLine | None:
    if is_question(sentence):
        return None
    for offset, after in _matches(sentence):
        if is_unreal(sentence, offset) or _NOT_YET.search(sentence.canonical.text[:offset].rstrip()):
            continue
        first, end = quoted_words(sentence, offset, None)
        if _says_enough(sentence, offset, after):
            return NoteLine(text=sentence.quote(first, end), evidence=[sentence.segment.segment_id])
    return None


def _matches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Begin and end of each match in the canonical text."""
    text = sentence.canonical.text
    for found in _STATED.finditer(text):
        yield found.span()
    labelled = _LABELLED.match(text)
    if labelled and _is_label(sentence, labelled.end()):
        yield labelled.span()
    for found in _CHOSEN.finditer(text):
        is_relative = bool(_RELATIVE.search(text[: found.start()]))
        if not (is_relative or _NOT_CHOSEN.match(text, found.end()) or is_conditional(sentence, found.end())):
            yield found.span()


def _is_label(sentence: Sentence, offset: int) -> bool:
    """`Decision: …` and `Agreed, …`, or without marks a clause of one's own after the word."""
    form = sentence.canonical
    word = sentence.words[form.word_of[form.token_at(offset - 1)]]
    mark = sentence.segment.text[word.end : word.end + 1]
    return mark in {":", ",", "-"} or bool(_OWN_CLAUSE.match(form.text[offset:]))


def _says_enough(sentence: Sentence, offset: int, after: int) -> bool:
    """Something is decided: it stands after the words that say so, or before `is decided`."""
    form = sentence.canonical
    word = form.word_of[form.token_at(after - 1)] + 1
    is_passive = bool(_PASSIVE.search(form.text[offset:after]))
    told = content_words(sentence.words if is_passive else sentence.words[word:])
    return not _DECIDING.issuperset(told)


def _agreed(sentences: list[Sentence], at: int) -> NoteLine | None:
    sentence = sentences[at]
    proposed = _PROPOSED.search(sentence.canonical.text)
    if proposed is None or len(sentence.content) < _LEAST_PROPOSED:
        return None
    answer = answer_to(sentences, at, agrees)
    if answer is None:
        return None
    first, end = quoted_words(sentence, proposed.start(), None)
    evidence = [sentence.segment.segment_id, sentences[answer].segment.segment_id]
    return NoteLine(text=sentence.quote(first, end), evidence=evidence)

"""Action items: what somebody said they or another would do, whose it is, and by when."""

from parley.agent.notes.commitments import Patterns
from parley.agent.notes.people import People
from parley.agent.notes.reading import Reading
from parley.agent.notes.sentences import Sentence
from parley.agent.notes.words import content_words, words_of
from parley.contracts.ids import SegmentId
from parley.contracts.notes import ActionItem

_SAME_SHARE = 0.75
"""Two items that share this part of their content words are one, said twice."""

_REMEMBERED = 100
"""How many items back a repetition is looked for; keeps the longest of meetings linear."""


def actions_of(sentences: list[Sentence], people: People) -> list[ActionItem]:
    """Action items in the order of the transcript; one said again counts once and cites both."""
    patterns = Patterns(people)
    order = {sentence.segment.segment_id: sentence.order for sentence in sentences}
    items: list[ActionItem] = []
    contents: list[frozenset[str]] = []
    answers: set[int] = set()
    for at, sentence in enumerate(sentences):
        matches = patterns.found_in(sentence)
        for place, match in enumerate(matches):
            following = matches[place + 1].start if place + 1 < len(matches) else None
            reading = Reading(sentences, at, match, following, place > 0, patterns, people)
            item = reading.item(is_answer=at in answers)
            if item is None:
                continue
            if reading.answer is not None:
                answers.add(reading.answer)
            content = frozenset(content_words(words_of(item.text)))
            same = next(
                (
                    i
                    for i in range(max(0, len(items) - _REMEMBERED), len(items))
                    if items[i].owner == item.owner and _are_alike(contents[i], content)
                ),
                None,
            )
            if same is None:
                items.append(item)
                contents.append(content)
            else:
                items[same] = _merged(items[same], item, order)
    return items


def _are_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _SAME_SHARE * len(left | right)


def _merged(first: ActionItem, again: ActionItem, order: dict[SegmentId, int]) -> ActionItem:
    evidence = sorted({*first.evidence, *again.evidence}, key=order.__getitem__)
    return first.model_copy(update={"evidence": evidence, "due_text": first.due_text or again.due_text})

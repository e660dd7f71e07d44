"""The gate that every line of notes passes, whoever wrote it. Deterministic; what fails is dropped.

A line holds if all its evidence exists, in the order of the transcript, and its words, names, numbers and
date occur in the cited segments. An owner holds if they are a participant and spoke or were named there.
"""

from collections.abc import Iterable
from itertools import pairwise

from parley.agent.notes.people import People
from parley.agent.notes.sentences import ordered
from parley.agent.notes.words import words_of
from parley.contracts.captions import Segment
from parley.contracts.ids import SegmentId
from parley.contracts.ingest import NotesSource
from parley.contracts.notes import ActionItem, Chapter, NoteLine, Notes


class Verifier:
    """Checks lines against one meeting."""

    def __init__(self, source: NotesSource) -> None:
        self._segments = ordered(source.segments)
        self._order = {segment.segment_id: i for i, segment in enumerate(self._segments)}
        self._people = People(source.participants)

    def verified(self, notes: Notes) -> Notes:
        """The same notes without what does not hold."""
        chapters = [chapter for chapter in map(self._chapter, notes.chapters) if chapter is not None]
        return notes.model_copy(
            update={
                "chapters": chapters,
                "decisions": [line for line in notes.decisions if self.line_holds(line)],
                "action_items": [item for item in notes.action_items if self.action_holds(item)],
            }
        )

    def line_holds(self, line: NoteLine) -> bool:
        """Whether the evidence exists, in order, and says every word of the line."""
        places = [self._order.get(segment_id, -1) for segment_id in line.evidence]
        if not places or -1 in places or any(b <= a for a, b in pairwise(places)):
            return False
        told = words_of(line.text)
        said = _folded(self._cited(line.evidence))
        return bool(told) and all(word.folded in said for word in told)

    def action_holds(self, item: ActionItem) -> bool:
        """Whether the line holds, and so do its owner and its date."""
        return self.line_holds(item) and self._owner_holds(item) and self._due_holds(item)

    def _owner_holds(self, item: ActionItem) -> bool:
        if item.owner is None:
            return item.owner_name is None
        if self._people.name_of.get(item.owner) != item.owner_name:
            return False
        cited = self._cited(item.evidence)
        if any(segment.speaker == item.owner for segment in cited):
            return True
        said = _folded(cited)
        return any(alias <= said for alias in self._people.aliases_of(item.owner))

    def _due_holds(self, item: ActionItem) -> bool:
        if item.due_text is None:
            return True
        due = " ".join(word.folded for word in words_of(item.due_text))
        return bool(due) and any(
            f" {due} " in f" {' '.join(word.folded for word in words_of(segment.text))} "
            for segment in self._cited(item.evidence)
        )

    def _chapter(self, chapter: Chapter) -> Chapter | None:
        """The chapter with the lines that hold and lie in it; its title must have been said in it."""
        inside = {
            segment.segment_id
            for segment in self._segments
            if chapter.start_ms <= segment.start_ms <= chapter.end_ms
        }
        lines = [line for line in chapter.lines if inside.issuperset(line.evidence) and self.line_holds(line)]
        if not lines:
            return None
        said = _folded(self._cited(inside))
        title = chapter.title if all(word.folded in said for word in words_of(chapter.title)) else ""
        return chapter.model_copy(update={"title": title, "lines": lines})

    def _cited(self, evidence: Iterable[SegmentId]) -> list[Segment]:
        return [self._segments[self._order[segment_id]] for segment_id in evidence]


def _folded(segments: Iterable[Segment]) -> set[str]:
    return {word.folded for segment in segments for word in words_of(segment.text)}

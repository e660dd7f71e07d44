"""Runs labelled cases through the rules and counts what was found, missed and invented."""

import re
from dataclasses import dataclass

from parley.agent.notes import make_notes
from parley.contracts.captions import Segment
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.ingest import NotesParticipant, NotesSource
from parley.contracts.notes import ActionItem
from tests.unit.agent.notes.labels import NAMES, Action, Case

TURN_MS = 3_000


@dataclass
class Score:
    """Counts over cases; `faults` says in words what went wrong."""

    found: int = 0
    missed: int = 0
    invented: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.invented)

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed)


def source_of(turns: tuple[str, ...]) -> NotesSource:
    """A meeting of turns written `identity: text`, among everybody in `NAMES`."""
    segments = []
    for index, turn in enumerate(turns):
        identity, _, text = turn.partition(": ")
        segments.append(
            Segment(
                segment_id=SegmentId(f"SG_{index:04d}"),
                speaker=ParticipantIdentity(identity),
                language="en",
                start_ms=index * TURN_MS,
                end_ms=index * TURN_MS + TURN_MS - 500,
                text=text,
            )
        )
    return NotesSource.model_validate(
        {
            "meeting_id": "meeting",
            "participants": [
                NotesParticipant(identity=ParticipantIdentity(i), name=n) for i, n in NAMES.items()
            ],
            "segments": segments,
        }
    )


def bare(case: Case) -> Case:
    """The same case as a recogniser without case and punctuation writes it."""
    return Case(tuple(_bare_turn(turn) for turn in case.turns), case.actions, case.decisions)


def score(cases: tuple[Case, ...]) -> tuple[Score, Score, list[str]]:
    """Scores of actions and of decisions, and each fault in words."""
    actions, decisions, faults = Score(), Score(), []
    for case in cases:
        notes = make_notes(source_of(case.turns))
        items = list(notes.action_items) if notes else []
        lines = [line.text for line in notes.decisions] if notes else []
        for expected in case.actions:
            hit = next((item for item in items if _fits(item, expected)), None)
            if hit is None:
                actions.missed += 1
                faults.append(f"missed {expected} in {case.turns}")
            else:
                actions.found += 1
                items.remove(hit)
        for says in case.decisions:
            line = next((line for line in lines if says.casefold() in line.casefold()), None)
            if line is None:
                decisions.missed += 1
                faults.append(f"missed decision {says!r} in {case.turns}")
            else:
                decisions.found += 1
                lines.remove(line)
        actions.invented += len(items)
        decisions.invented += len(lines)
        faults += [f"invented {item} in {case.turns}" for item in items]
        faults += [f"invented decision {line!r} in {case.turns}" for line in lines]
    return actions, decisions, faults


def _fits(item: ActionItem, expected: Action) -> bool:
    due = item.due_text.casefold() if item.due_text else None
    return (
        expected.says.casefold() in item.text.casefold()
        and item.owner == expected.owner
        and due == (expected.due.casefold() if expected.due else None)
    )


def _bare_turn(turn: str) -> str:
    identity, _, text = turn.partition(": ")
    spoken = re.sub(r"[^a-z0-9' ]", "", text.lower())
    return f"{identity}: {spoken}"

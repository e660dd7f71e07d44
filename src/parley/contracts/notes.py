"""Notes of a meeting. Every line names the segments it rests on."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.wire import WireModel


class NotesState(StrEnum):
    """Where the notes of a meeting stand."""

    OFF = "off"  # the host turned notes off
    PENDING = "pending"  # asked for, or the meeting still runs
    READY = "ready"
    EMPTY = "empty"  # nothing was said that could be noted
    FAILED = "failed"


class NoteLine(WireModel):
    """One line, with the segments it rests on, in the order of the transcript."""

    text: str = Field(min_length=1)
    evidence: list[SegmentId] = Field(min_length=1)


class ActionItem(NoteLine):
    """Something someone said they or another would do.

    Attributes:
        owner: Who: the speaker for "I", a participant if named, else nobody. Never guessed.
        due_text: The due date as it was said, e.g. `by Friday`.
    """

    owner: ParticipantIdentity | None
    owner_name: str | None
    due_text: str | None


class Chapter(WireModel):
    """A stretch of the meeting and the lines that stand for it. Times are on the meeting clock."""

    title: str
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)
    lines: list[NoteLine]


class Notes(WireModel):
    """The notes themselves.

    Attributes:
        method: How they were made, e.g. `extractive`; shown to people.
    """

    method: str
    chapters: list[Chapter]
    decisions: list[NoteLine]
    action_items: list[ActionItem]


class MeetingNotes(WireModel):
    """Notes and where they stand. `notes` is there if and only if `state` is `ready`."""

    meeting_id: MeetingId
    state: NotesState
    is_ai_generated: bool
    generated_at: datetime | None
    notes: Notes | None

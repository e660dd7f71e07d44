"""A meeting as people see it from outside: before, during and after."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from parley.contracts.ids import MeetingId, MeetingTitle
from parley.contracts.wire import WireModel


class MeetingState(StrEnum):
    """Life of a meeting: nobody came yet, people are (or were a moment ago) in it, over for good."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


class MeetingCreate(WireModel):
    """Ask for a new meeting."""

    title: MeetingTitle = ""
    captions_on: bool = True
    notes_on: bool = True


class MeetingUpdate(WireModel):
    """Host command: what is not named stays as it is."""

    captions_on: bool | None = None
    notes_on: bool | None = None


class Meeting(WireModel):
    """What anyone with the link may know.

    Attributes:
        code: Ten letters that people can type, shown as `abc-defg-hij`.
        captions_on: The host's wish; whether captions really run is in the room's metadata.
    """

    meeting_id: MeetingId
    code: str
    title: str
    state: MeetingState
    captions_on: bool
    notes_on: bool
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class MeetingCreated(WireModel):
    """The answer to the person who made the meeting: the only time the host key is shown."""

    meeting: Meeting
    host_key: str


SPEECH_TO_TEXT = "speech_to_text"
"""The kind of the engine that captions rest on."""


class EngineUse(WireModel):
    """An engine that worked for a meeting.

    Attributes:
        kind: What it does, e.g. `speech_to_text`, `voice_activity`, `notes`.
        name: The engine and its weights, e.g. `whisper-tiny.en`.
    """

    kind: str
    name: str


class MeetingUsage(WireModel):
    """What the meeting cost the engines; summed over all agent jobs that have reported.

    A job that was killed never reports: what it cost is not in the sum.

    Attributes:
        billed_speech_ms: Distinct milliseconds of audio given to the speech engine; padding and decoding
            again do not count.
        is_complete: False while a job that served the meeting has yet to report.
    """

    meeting_id: MeetingId
    engines: list[EngineUse]
    billed_speech_ms: int = Field(ge=0)
    utterances: int = Field(ge=0)
    is_complete: bool

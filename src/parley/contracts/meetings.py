"""A meeting as people see it from outside: before, during and after."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import LanguageTag, MeetingId, MeetingTitle, ParticipantIdentity
from parley.contracts.wire import WireModel


class MeetingState(StrEnum):
    """Life of a meeting: nobody came yet, people are (or were a moment ago) in it, over for good."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


class SpeechEngineWish(StrEnum):
    """Which speech engines a meeting's sound may be given to."""

    AUTO = "auto"  # the deployment's ladder, from its best rung down
    LOCAL = "local"  # only engines that run in the deployment itself: no sound leaves it


class MeetingCreate(WireModel):
    """Ask for a new meeting.

    Attributes:
        language: What people speak who have not said otherwise; null: the deployment's own setting.
    """

    title: MeetingTitle = ""
    captions_on: bool = True
    notes_on: bool = True
    language: LanguageTag | None = None
    profanity: ProfanityPolicy = ProfanityPolicy.KEEP
    speech_engine: SpeechEngineWish = SpeechEngineWish.AUTO


class MeetingUpdate(WireModel):
    """Host command: what is not named stays as it is."""

    captions_on: bool | None = None
    notes_on: bool | None = None
    language: LanguageTag | None = None
    profanity: ProfanityPolicy | None = None
    speech_engine: SpeechEngineWish | None = None


class Meeting(WireModel):
    """What anyone with the link may know.

    Attributes:
        code: Ten letters that people can type, shown as `abc-defg-hjk`.
        captions_on: The host's wish; whether captions really run is in the room's metadata.
    """

    meeting_id: MeetingId
    code: str
    title: str
    state: MeetingState
    captions_on: bool
    notes_on: bool
    language: LanguageTag | None
    profanity: ProfanityPolicy
    speech_engine: SpeechEngineWish
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


class SpeechUsage(WireModel):
    """What one person's speech cost one engine, summed over all agent jobs of the meeting.

    Attributes:
        billed_speech_ms: Distinct milliseconds of audio given to the engine; padding and decoding again do
            not count.
        engine_ms: Milliseconds that the engine worked on it; null for engines that do not tell.
    """

    speaker: ParticipantIdentity
    engine: EngineUse
    billed_speech_ms: int = Field(ge=0)
    engine_ms: int | None = Field(ge=0)
    utterances: int = Field(ge=0)


class MeetingUsage(WireModel):
    """What the meeting cost the engines, as far as its agent jobs have reported.

    A job reports every few seconds, so of one that was killed only its last seconds are not in the sum.

    Attributes:
        billed_speech_ms: Distinct milliseconds of audio given to speech engines, in all.
        speech: The same by person and engine.
        is_complete: False while a job that served the meeting has yet to report.
    """

    meeting_id: MeetingId
    engines: list[EngineUse]
    billed_speech_ms: int = Field(ge=0)
    utterances: int = Field(ge=0)
    speech: list[SpeechUsage]
    is_complete: bool

"""What is said inside the LiveKit room: topic and attribute names, caption attributes, room metadata.

Captions travel as text streams on LiveKit's own transcription topic, so that stock clients show them too.
The agent is the only sender that counts: its identity stands in the room's metadata, which only servers
write.
"""

from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import LanguageTag, MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import SpeechEngineWish
from parley.contracts.wire import WireModel


class Topic(StrEnum):
    """Text stream topics."""

    TRANSCRIPTION = "lk.transcription"  # LiveKit's own (livekit.agents.types.TOPIC_TRANSCRIPTION)


class CaptionAttributes(WireModel):
    """Attributes of one caption text stream; the stream's text is the whole text of the segment so far.

    LiveKit carries attributes as strings, so times are decimal strings of integer ms on the meeting clock.

    Attributes:
        firm_characters: How many leading characters are firm: hardly one of them changes later.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    segment_id: SegmentId = Field(alias="lk.segment_id", min_length=1)
    is_final: Literal["true", "false"] = Field(alias="lk.transcription_final")
    track_id: str = Field(alias="lk.transcribed_track_id")
    speaker: ParticipantIdentity = Field(min_length=1)
    language: str = Field(min_length=2)
    start_ms: str = Field(pattern=r"^[0-9]{1,12}$")
    end_ms: str = Field(pattern=r"^[0-9]{1,12}$")
    firm_characters: str = Field(pattern=r"^[0-9]{1,6}$")


class TranslationAttributes(CaptionAttributes):
    """Attributes of a translated caption: of the same segment as its source, whose last word it follows.

    Attributes:
        language: Of the translation.
        source_language: Of what was said.
        engine: Who translated it.
        is_draft: It gives the gist and is not to be relied on.
        pivot: The language that it went through; empty: none.
    """

    translated: Literal["true"]
    source_language: str = Field(min_length=2)
    engine: str = Field(min_length=1)
    is_draft: Literal["true", "false"]
    pivot: str


class AiState(StrEnum):
    """What the AI really does in a meeting right now, as shown to people."""

    OFF = "off"  # the host turned captions and notes off
    STARTING = "starting"  # an agent is on its way
    LIVE = "live"
    RESTARTING = "restarting"  # the agent was lost; another is on its way
    BUSY = "busy"  # every agent worker has all the meetings it can serve; captions begin when one is free
    UNAVAILABLE = "unavailable"  # no worker, or no speech engine: the call goes on without captions


class RoomMetadata(WireModel):
    """The LiveKit room's metadata (JSON), written by the backend alone.

    Attributes:
        agent_identity: The one participant whose captions count; null while there is none.
        changed_by: Display name of whoever last turned captions or notes on or off; empty at first.
        language: What people speak who have not said otherwise; null: the deployment's own setting.
        speech_engine: Which engines the host allows.
        live_engine: Name of the speech engine at work; null while there is none.
        is_fallback: True while that is not the engine that the deployment would rather use.
        is_behind: True while captions come later than people can follow, or speech has to be skipped.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["parley.room"]
    meeting_id: MeetingId
    agent_identity: ParticipantIdentity | None
    ai_state: AiState
    captions_on: bool
    notes_on: bool
    changed_by: str
    language: LanguageTag | None
    profanity: ProfanityPolicy
    speech_engine: SpeechEngineWish
    live_engine: str | None
    is_fallback: bool
    is_behind: bool


AGENT_NAME = "parley"
"""LiveKit agent name: workers register under it, the backend dispatches to it."""

AGENT_DISPLAY_NAME = "Parley AI"

ATTRIBUTE_AGENT_TASKS = "parley.tasks"
"""Participant attribute of the agent, server-set: what it does, e.g. `captions,notes`."""

ATTRIBUTE_LANGUAGE = "parley.language"
"""Participant attribute of a person, server-set: BCP 47 tag of what they speak; absent: the meeting's."""

ATTRIBUTE_READING_LANGUAGE = "parley.reading_language"
"""Participant attribute of a person, server-set: BCP 47 tag of what they read; absent: what is spoken."""

ATTRIBUTE_ROLE = "parley.role"
"""Participant attribute of a person, server-set in the token: a value of `Role`."""

"""Who may join a meeting, and as what."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from parley.contracts.ids import DisplayName, LanguageTag, MeetingId, ParticipantIdentity
from parley.contracts.wire import WireModel


class Role(StrEnum):
    """What a person is in one meeting."""

    HOST = "host"
    PARTICIPANT = "participant"
    VIEWER = "viewer"


class TrackSource(StrEnum):
    """What a person may publish; the names are LiveKit's."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SCREEN_SHARE = "screen_share"
    SCREEN_SHARE_AUDIO = "screen_share_audio"


class JoinRequest(WireModel):
    """Ask to come in. Without a host key the role is what was asked for; `host` needs the key.

    Attributes:
        language: What this person speaks; null: the meeting's language.
        reading_language: What they read captions in; null: in whatever is spoken.
    """

    name: DisplayName
    role: Role = Role.PARTICIPANT
    host_key: str | None = Field(default=None, max_length=128)
    language: LanguageTag | None = None
    reading_language: LanguageTag | None = None


class ParticipantUpdate(WireModel):
    """What a person changes about themselves: what is not named stays as it is.

    Attributes:
        language: As in `JoinRequest`.
        reading_language: As in `JoinRequest`.
    """

    language: LanguageTag | None = None
    reading_language: LanguageTag | None = None


class ResumeRequest(WireModel):
    """Ask for a fresh token with the same identity, after a sleep, a reload or an SFU restart."""

    resume_secret: str = Field(max_length=256)


class JoinResponse(WireModel):
    """All that a page needs to enter the room.

    Attributes:
        token: LiveKit access token, a few minutes of life; only for connecting.
        sfu_url: ws:// or wss:// address of the SFU as browsers reach it.
        resume_secret: Bearer credential of this participant, for resuming, reading and (as host) commanding.
        expires_at: When `token` stops being accepted for a new connection.
    """

    meeting_id: MeetingId
    identity: ParticipantIdentity
    name: DisplayName
    role: Role
    token: str
    expires_at: datetime
    sfu_url: str
    resume_secret: str

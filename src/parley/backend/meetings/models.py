"""Meetings as they are stored."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row, stored_enum
from parley.contracts.captions import ProfanityPolicy
from parley.contracts.meetings import MeetingState, SpeechEngineWish


class MeetingRow(Row):
    """One meeting.

    Attributes:
        code: Ten letters without hyphens.
        changed_by: Display name of whoever last turned captions or notes on or off; empty at first.
        language: What people speak who have not said otherwise; null: the deployment's own setting.
        ears_due_since_ms: Since when people are in the room and want captions or notes, on the meeting
            clock; null: it is not so.
        empty_since: Since when nobody is in the running meeting; null while somebody is.
        room_closed_at: When the SFU's room of the ended meeting was taken down; null: still to be done.
        notes_requested_at: When the notes of the ended meeting were asked for; null: still to be done.
    """

    __tablename__ = "meetings"

    meeting_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    host_key_digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[MeetingState] = mapped_column(stored_enum(MeetingState), index=True)
    captions_on: Mapped[bool]
    notes_on: Mapped[bool]
    language: Mapped[str | None] = mapped_column(String(35), default=None)
    profanity: Mapped[ProfanityPolicy] = mapped_column(
        stored_enum(ProfanityPolicy), server_default=ProfanityPolicy.KEEP.value
    )
    speech_engine: Mapped[SpeechEngineWish] = mapped_column(
        stored_enum(SpeechEngineWish), server_default=SpeechEngineWish.AUTO.value
    )
    changed_by: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ears_due_since_ms: Mapped[int | None] = mapped_column(default=None)
    empty_since: Mapped[datetime | None] = mapped_column(default=None)
    room_closed_at: Mapped[datetime | None] = mapped_column(default=None)
    notes_requested_at: Mapped[datetime | None] = mapped_column(default=None)

"""Final segments and gaps as they are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row, stored_enum
from parley.contracts.captions import GapReason


class SegmentRow(Row):
    """One final utterance; times in ms on the meeting clock.

    Attributes:
        arrival: Counts up over all meetings in the order of storing.
        lease_id: The job that heard it.
    """

    __tablename__ = "segments"
    __table_args__ = (Index("ix_segments_meeting_order", "meeting_id", "start_ms", "arrival"),)

    arrival: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    segment_id: Mapped[str] = mapped_column(String(64), unique=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"))
    lease_id: Mapped[str] = mapped_column(ForeignKey("agent_leases.lease_id"))
    speaker: Mapped[str] = mapped_column(ForeignKey("participants.identity"))
    speaker_name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(35))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[datetime]


class TranslationRow(Row):
    """A segment's words in another language; as in `contracts.translation.Translation`."""

    __tablename__ = "translations"

    segment_id: Mapped[str] = mapped_column(ForeignKey("segments.segment_id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(128))
    is_draft: Mapped[bool]
    pivot: Mapped[str | None] = mapped_column(String(35), default=None)
    stored_at: Mapped[datetime]


class GapRow(Row):
    """A stretch of a meeting that has no captions and should; times in ms on the meeting clock.

    Attributes:
        arrival: As of segments.
        lease_id: The job that says so; null: the backend itself found that no agent listened.
        speaker: Whose words are missing; null: everybody's.
        end_ms: Null while it is open. Of a meeting at most one is; the database keeps that.
    """

    __tablename__ = "gaps"
    __table_args__ = (
        Index("ix_gaps_meeting_order", "meeting_id", "start_ms", "arrival"),
        Index("ix_gaps_one_open", "meeting_id", unique=True, sqlite_where=text("end_ms IS NULL")),
    )

    arrival: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gap_id: Mapped[str] = mapped_column(String(64), unique=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"))
    lease_id: Mapped[str | None] = mapped_column(ForeignKey("agent_leases.lease_id"), default=None)
    speaker: Mapped[str | None] = mapped_column(ForeignKey("participants.identity"), default=None)
    speaker_name: Mapped[str] = mapped_column(String(80), default="")
    start_ms: Mapped[int]
    end_ms: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[GapReason] = mapped_column(stored_enum(GapReason))
    stored_at: Mapped[datetime]

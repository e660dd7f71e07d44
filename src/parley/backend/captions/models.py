"""Final segments as they are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row


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

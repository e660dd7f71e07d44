"""Telemetry as it is stored. People are identities here; names stay where they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row, stored_enum
from parley.contracts.telemetry.meeting import ServerEventKind


class PageRow(Row):
    """One page of one person.

    Attributes:
        marks: `contracts.telemetry.page.PageMarks` as JSON.
        offset_ms: What the page's clock is behind the meeting clock, as the quickest of its batches showed.
        last_sequence: Of the newest bucket.
        last_end_ms: When that one ended, on the page's clock.
    """

    __tablename__ = "telemetry_pages"
    __table_args__ = (UniqueConstraint("participant", "page_id"),)

    page_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"), index=True)
    participant: Mapped[str] = mapped_column(ForeignKey("participants.identity"))
    page_id: Mapped[str] = mapped_column(String(32))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    offset_ms: Mapped[int]
    last_sequence: Mapped[int]
    last_end_ms: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(index=True)


class BucketRow(Row):
    """Attributes: body: `contracts.telemetry.page.TelemetryBucket` on the page's clock, packed."""

    __tablename__ = "telemetry_buckets"

    page_key: Mapped[int] = mapped_column(
        ForeignKey("telemetry_pages.page_key", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AgentBucketRow(Row):
    """Attributes: body: `contracts.telemetry.meeting.AgentBucket`, packed."""

    __tablename__ = "telemetry_agent_buckets"

    lease_id: Mapped[str] = mapped_column(ForeignKey("agent_leases.lease_id"), primary_key=True)
    start_ms: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(index=True)


class SfuBucketRow(Row):
    """The SFU's, whatever meetings it carries.

    Attributes:
        body: `contracts.telemetry.meeting.SfuBucket` without its place in time, as JSON.
    """

    __tablename__ = "telemetry_sfu_buckets"

    started_at: Mapped[datetime] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class ServerEventRow(Row):
    """A webhook about a meeting. Attributes: at_ms: When it came, on the meeting clock."""

    __tablename__ = "telemetry_events"
    __table_args__ = (Index("ix_telemetry_events_meeting", "meeting_id", "at_ms"),)

    arrival: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"))
    kind: Mapped[ServerEventKind] = mapped_column(stored_enum(ServerEventKind))
    participant: Mapped[str | None] = mapped_column(String(128))
    at_ms: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(index=True)

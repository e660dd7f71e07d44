"""Leases, each one dispatch of an agent to a meeting, and what their jobs gave to speech engines."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row, stored_enum


class CloseReason(StrEnum):
    """Why a lease is no longer open."""

    LOST = "lost"  # no heartbeat, or not in the room: the agent is taken for dead
    FINISHED = "finished"  # the job said so by itself, e.g. because its worker is draining
    NOT_WANTED = "not_wanted"  # captions and notes are both off
    MEETING_ENDED = "meeting_ended"
    NOT_DISPATCHED = "not_dispatched"  # the SFU did not take the dispatch


class LeaseRow(Row):
    """One dispatch. At most one lease of a meeting is open; the database keeps that.

    Attributes:
        dispatch_id: LiveKit's name of the dispatch; null until it is made.
        live_at: When the first heartbeat came; null: the job never started.
        finished_at: When the job reported that nothing of it is under way.
        listened_ms: When the agent was last known to listen, on the meeting clock; null: never. Up to 5 s old
            while the lease is open; `watch` knows better.
        engines: `contracts.meetings.EngineUse` as JSON.
        speech_engine: What the last heartbeat that differed said; so is what follows.
    """

    __tablename__ = "agent_leases"
    __table_args__ = (
        Index("ix_agent_leases_one_open", "meeting_id", unique=True, sqlite_where=text("closed_at IS NULL")),
    )

    lease_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"), index=True)
    agent_identity: Mapped[str] = mapped_column(String(64), unique=True)
    dispatch_id: Mapped[str | None] = mapped_column(String(64), default=None)
    opened_at: Mapped[datetime]
    live_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    close_reason: Mapped[CloseReason | None] = mapped_column(stored_enum(CloseReason), default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    listened_ms: Mapped[int | None] = mapped_column(default=None)
    engines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    speech_engine: Mapped[str | None] = mapped_column(String(128), default=None)
    is_fallback: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_behind: Mapped[bool] = mapped_column(default=False, server_default=false())


class SpeechUsageRow(Row):
    """What one job gave one engine of one speaker: totals since the job began, so they only grow.

    Attributes:
        engine_ms: Null for engines that do not tell.
    """

    __tablename__ = "speech_usage"

    lease_id: Mapped[str] = mapped_column(ForeignKey("agent_leases.lease_id"), primary_key=True)
    speaker: Mapped[str] = mapped_column(ForeignKey("participants.identity"), primary_key=True)
    engine_kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    engine_name: Mapped[str] = mapped_column(String(128), primary_key=True)
    billed_speech_ms: Mapped[int]
    engine_ms: Mapped[int | None]
    utterances: Mapped[int]

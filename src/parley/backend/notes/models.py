"""Requests for notes, and the notes that answered them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row


class NotesRequestRow(Row):
    """Work for a worker. The newest request of a meeting holds its notes.

    Attributes:
        attempts: How often it was handed to a worker.
        leased_to: The worker that has it in hand until `leased_until`.
        finished_at: When the result came, or when we gave up.
        has_failed: We gave up.
        notes: `contracts.notes.Notes` as JSON; null: unfinished, failed, or nothing was to be noted.
    """

    __tablename__ = "notes_requests"

    request_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"), index=True)
    requested_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_to: Mapped[str | None] = mapped_column(String(128), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    has_failed: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)

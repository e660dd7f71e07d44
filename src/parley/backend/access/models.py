"""People who joined a meeting."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row, stored_enum
from parley.contracts.access import Role


class Participant(Row):
    """One join of one person; the identity is never given twice.

    Attributes:
        language: What they speak; null: the meeting's language.
        reading_language: What they read captions in; null: in whatever is spoken.
        is_present: Whether the SFU has them in the room, as far as we last heard.
        removed_at: When a host put them out; they never come in again under this identity.
    """

    __tablename__ = "participants"

    identity: Mapped[str] = mapped_column(String(64), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.meeting_id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(stored_enum(Role))
    language: Mapped[str | None] = mapped_column(String(35), default=None)
    reading_language: Mapped[str | None] = mapped_column(String(35), default=None)
    resume_digest: Mapped[str] = mapped_column(String(64), unique=True)
    joined_at: Mapped[datetime]
    is_present: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

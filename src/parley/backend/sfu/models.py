"""Webhooks that were already seen."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from parley.backend.db import Row


class SfuEventRow(Row):
    """The id of a webhook, kept for as long as its signature could be sent again."""

    __tablename__ = "sfu_events"

    event_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)

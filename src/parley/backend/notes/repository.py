"""Reads and writes of requests for notes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.notes.models import NotesRequestRow


async def find_request(session: AsyncSession, request_id: str) -> NotesRequestRow | None:
    return await session.get(NotesRequestRow, request_id)


async def newest_request(session: AsyncSession, meeting_id: str) -> NotesRequestRow | None:
    return await session.scalar(
        select(NotesRequestRow)
        .where(NotesRequestRow.meeting_id == meeting_id)
        .order_by(NotesRequestRow.requested_at.desc(), NotesRequestRow.request_id)
        .limit(1)
    )


async def unfinished_requests(session: AsyncSession) -> Sequence[NotesRequestRow]:
    """All work that is not done, oldest first."""
    found = await session.scalars(
        select(NotesRequestRow)
        .where(NotesRequestRow.finished_at.is_(None))
        .order_by(NotesRequestRow.requested_at, NotesRequestRow.request_id)
    )
    return found.all()

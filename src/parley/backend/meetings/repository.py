"""Reads and writes of meetings."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.meetings.models import MeetingRow
from parley.contracts.meetings import MeetingState


async def find_meeting(session: AsyncSession, meeting_id: str) -> MeetingRow | None:
    return await session.get(MeetingRow, meeting_id)


async def find_by_code(session: AsyncSession, code: str) -> MeetingRow | None:
    """The meeting with this code, ten letters without hyphens."""
    return await session.scalar(select(MeetingRow).where(MeetingRow.code == code))


async def running_meetings(session: AsyncSession) -> Sequence[MeetingRow]:
    found = await session.scalars(select(MeetingRow).where(MeetingRow.state == MeetingState.RUNNING))
    return found.all()


async def unsettled_meetings(session: AsyncSession) -> Sequence[MeetingRow]:
    """Ended meetings whose room is still up or whose notes were not yet asked for."""
    found = await session.scalars(
        select(MeetingRow).where(
            MeetingRow.state == MeetingState.ENDED,
            or_(
                MeetingRow.room_closed_at.is_(None),
                MeetingRow.notes_on.is_(True) & MeetingRow.notes_requested_at.is_(None),
            ),
        )
    )
    return found.all()

"""Reads and writes of leases and of what their jobs cost."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.models import LeaseRow, SpeechUsageRow
from parley.backend.meetings.models import MeetingRow
from parley.contracts.meetings import MeetingState


async def find_lease(session: AsyncSession, lease_id: str) -> LeaseRow | None:
    return await session.get(LeaseRow, lease_id)


async def open_lease_ids(session: AsyncSession) -> frozenset[str]:
    return frozenset(await session.scalars(select(LeaseRow.lease_id).where(LeaseRow.closed_at.is_(None))))


async def leases_of(session: AsyncSession, meeting_id: str) -> Sequence[LeaseRow]:
    """All leases that ever belonged to the meeting, oldest first."""
    found = await session.scalars(
        select(LeaseRow)
        .where(LeaseRow.meeting_id == meeting_id)
        .order_by(LeaseRow.opened_at, LeaseRow.lease_id)
    )
    return found.all()


async def leases_of_running_meetings(session: AsyncSession) -> Sequence[LeaseRow]:
    """All leases of all meetings that run, oldest first."""
    found = await session.scalars(
        select(LeaseRow)
        .join(MeetingRow, MeetingRow.meeting_id == LeaseRow.meeting_id)
        .where(MeetingRow.state == MeetingState.RUNNING)
        .order_by(LeaseRow.opened_at, LeaseRow.lease_id)
    )
    return found.all()


async def usage_of(session: AsyncSession, meeting_id: str) -> Sequence[SpeechUsageRow]:
    """What every job of the meeting gave to speech engines."""
    found = await session.scalars(
        select(SpeechUsageRow)
        .join(LeaseRow, LeaseRow.lease_id == SpeechUsageRow.lease_id)
        .where(LeaseRow.meeting_id == meeting_id)
    )
    return found.all()


async def usage_by_lease(session: AsyncSession, lease_id: str) -> Sequence[SpeechUsageRow]:
    found = await session.scalars(select(SpeechUsageRow).where(SpeechUsageRow.lease_id == lease_id))
    return found.all()

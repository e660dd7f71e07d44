"""Reads and writes of leases."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.models import LeaseRow


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

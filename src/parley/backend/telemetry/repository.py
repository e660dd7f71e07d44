"""Reads and writes of telemetry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.models import LeaseRow
from parley.backend.meetings.models import MeetingRow
from parley.backend.telemetry.models import (
    AgentBucketRow,
    BucketRow,
    PageRow,
    ServerEventRow,
    SfuBucketRow,
)


async def find_page(session: AsyncSession, participant: str, page_id: str) -> PageRow | None:
    return await session.scalar(
        select(PageRow).where(PageRow.participant == participant, PageRow.page_id == page_id)
    )


async def pages_of(session: AsyncSession, meeting_id: str) -> Sequence[PageRow]:
    """In the order of their first batch."""
    found = await session.scalars(
        select(PageRow).where(PageRow.meeting_id == meeting_id).order_by(PageRow.page_key)
    )
    return found.all()


async def buckets_of(session: AsyncSession, meeting_id: str) -> Sequence[BucketRow]:
    """By page, in the order in which the page counted them."""
    found = await session.scalars(
        select(BucketRow)
        .join(PageRow, PageRow.page_key == BucketRow.page_key)
        .where(PageRow.meeting_id == meeting_id)
        .order_by(BucketRow.page_key, BucketRow.sequence)
    )
    return found.all()


async def agent_buckets_of(session: AsyncSession, meeting_id: str) -> Sequence[AgentBucketRow]:
    """By lease, in the order of time."""
    found = await session.scalars(
        select(AgentBucketRow)
        .join(LeaseRow, LeaseRow.lease_id == AgentBucketRow.lease_id)
        .where(LeaseRow.meeting_id == meeting_id)
        .order_by(AgentBucketRow.lease_id, AgentBucketRow.start_ms)
    )
    return found.all()


async def sfu_buckets_between(
    session: AsyncSession, start: datetime, end: datetime
) -> Sequence[SfuBucketRow]:
    found = await session.scalars(
        select(SfuBucketRow)
        .where(SfuBucketRow.started_at >= start, SfuBucketRow.started_at <= end)
        .order_by(SfuBucketRow.started_at)
    )
    return found.all()


async def events_of(session: AsyncSession, meeting_id: str) -> Sequence[ServerEventRow]:
    found = await session.scalars(
        select(ServerEventRow)
        .where(ServerEventRow.meeting_id == meeting_id)
        .order_by(ServerEventRow.at_ms, ServerEventRow.arrival)
    )
    return found.all()


async def meetings_told_of(session: AsyncSession, limit: int) -> Sequence[tuple[MeetingRow, int]]:
    """Meetings that pages told of and how many people did, the newest first."""
    found = await session.execute(
        select(MeetingRow, func.count(PageRow.participant.distinct()))
        .join(PageRow, PageRow.meeting_id == MeetingRow.meeting_id)
        .group_by(MeetingRow.meeting_id)
        .order_by(MeetingRow.started_at.desc(), MeetingRow.meeting_id)
        .limit(limit)
    )
    return [(meeting, people) for meeting, people in found]


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Delete what was received before; buckets go with their page."""
    await session.execute(delete(PageRow).where(PageRow.received_at < moment))
    await session.execute(delete(AgentBucketRow).where(AgentBucketRow.received_at < moment))
    await session.execute(delete(SfuBucketRow).where(SfuBucketRow.started_at < moment))
    await session.execute(delete(ServerEventRow).where(ServerEventRow.received_at < moment))

"""Reads and writes of telemetry."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.models import Participant
from parley.backend.agents.models import LeaseRow
from parley.backend.meetings.models import MeetingRow
from parley.backend.telemetry.models import (
    AgentBucketRow,
    BucketRow,
    PageRow,
    ServerEventRow,
    SfuBucketRow,
)
from parley.contracts.meetings import MeetingState


class Author(NamedTuple):
    """Whose call is told of, and of their meeting what decides whether it is listened to."""

    identity: str
    meeting_id: str
    removed_at: datetime | None
    state: MeetingState
    started_at: datetime | None
    ended_at: datetime | None


async def authors_of(session: AsyncSession, resume_digests: Collection[str]) -> dict[str, Author]:
    """By the digest; who proves themselves with none of them is not in it."""
    found = await session.execute(
        select(
            Participant.resume_digest,
            Participant.identity,
            Participant.meeting_id,
            Participant.removed_at,
            MeetingRow.state,
            MeetingRow.started_at,
            MeetingRow.ended_at,
        )
        .join(MeetingRow, MeetingRow.meeting_id == Participant.meeting_id)
        .where(Participant.resume_digest.in_(resume_digests))
    )
    return {
        digest: Author(identity, meeting_id, removed_at, state, started_at, ended_at)
        for digest, identity, meeting_id, removed_at, state, started_at, ended_at in found
    }


async def known_among(session: AsyncSession, meeting_ids: Collection[str]) -> frozenset[str]:
    """Those that are of a meeting."""
    if not meeting_ids:
        return frozenset()
    found = await session.scalars(select(MeetingRow.meeting_id).where(MeetingRow.meeting_id.in_(meeting_ids)))
    return frozenset(found)


async def pages_by_id(
    session: AsyncSession, participants_and_ids: Collection[tuple[str, str]]
) -> dict[tuple[str, str], PageRow]:
    """Those that told before, by whose they are and what they call themselves."""
    if not participants_and_ids:
        return {}
    # SQLite would look at the whole table for pairs; for two lists it has an index.
    found = await session.scalars(
        select(PageRow).where(
            PageRow.participant.in_({participant for participant, _ in participants_and_ids}),
            PageRow.page_id.in_({page_id for _, page_id in participants_and_ids}),
        )
    )
    pages = {(page.participant, page.page_id): page for page in found}
    return {wanted: pages[wanted] for wanted in participants_and_ids if wanted in pages}


async def add_buckets(session: AsyncSession, buckets: Collection[tuple[int, int, bytes]]) -> None:
    """Args: buckets: The page's key, its own count of them, and the packed body of each."""
    if buckets:
        await session.execute(
            insert(BucketRow),
            [{"page_key": key, "sequence": sequence, "body": body} for key, sequence, body in buckets],
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


async def forget_pages_before(session: AsyncSession, moment: datetime, limit: int) -> bool:
    """Delete pages that last told before, and their buckets with them; so many at once. False: none."""
    oldest = select(PageRow.page_key).where(PageRow.received_at < moment).limit(limit)
    keys = (await session.scalars(oldest)).all()
    await session.execute(delete(PageRow).where(PageRow.page_key.in_(keys)))
    return bool(keys)


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Delete what agents and the SFU told before."""
    await session.execute(delete(AgentBucketRow).where(AgentBucketRow.received_at < moment))
    await session.execute(delete(SfuBucketRow).where(SfuBucketRow.started_at < moment))
    await session.execute(delete(ServerEventRow).where(ServerEventRow.received_at < moment))

"""Reads of telemetry that the diagnosis alone needs."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.telemetry.models import BucketRow, PageRow
from parley.backend.telemetry.packing import unpacked
from parley.backend.telemetry.timeline import placed
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.page import TelemetryBucket


async def bucket_counts(session: AsyncSession, meeting_ids: Iterable[str]) -> Mapping[str, int]:
    """How many buckets there are of each of these meetings; none of those that nobody told of."""
    found = await session.execute(
        select(PageRow.meeting_id, func.count())
        .join(BucketRow, BucketRow.page_key == PageRow.page_key)
        .where(PageRow.meeting_id.in_(list(meeting_ids)))
        .group_by(PageRow.meeting_id)
    )
    return {str(row[0]): int(row[1]) for row in found}


async def newest_pages(
    session: AsyncSession, meeting_id: str, people: Collection[ParticipantIdentity]
) -> dict[ParticipantIdentity, PageRow]:
    """The page that each told of last, of those who told anything in this meeting."""
    found = await session.scalars(
        select(PageRow).where(PageRow.participant.in_(people)).order_by(PageRow.received_at, PageRow.page_key)
    )
    # Not asked of SQLite, which would then look at all pages of the meeting.
    return {ParticipantIdentity(page.participant): page for page in found if page.meeting_id == meeting_id}


async def newest_buckets(session: AsyncSession, page_key: int, count: int) -> Sequence[BucketRow]:
    """In their order."""
    found = await session.scalars(
        select(BucketRow)
        .where(BucketRow.page_key == page_key)
        .order_by(BucketRow.sequence.desc())
        .limit(count)
    )
    return list(reversed(found.all()))


def on_meeting_clock(page: PageRow, rows: Iterable[BucketRow]) -> list[TelemetryBucket]:
    """Half a millisecond for each, so call it beside the event loop."""
    return [placed(unpacked(row.body, TelemetryBucket), page.offset_ms) for row in rows]

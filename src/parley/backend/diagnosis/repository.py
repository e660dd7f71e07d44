"""Reads of telemetry that the diagnosis alone needs."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.telemetry.models import BucketRow, PageRow
from parley.backend.telemetry.packing import unpacked
from parley.backend.telemetry.timeline import placed
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.meeting import PageTelemetry
from parley.contracts.telemetry.page import PageMarks, TelemetryBucket


async def bucket_counts(session: AsyncSession, meeting_ids: Iterable[str]) -> Mapping[str, int]:
    """How many buckets there are of each of these meetings; none of those that nobody told of."""
    found = await session.execute(
        select(PageRow.meeting_id, func.count())
        .join(BucketRow, BucketRow.page_key == PageRow.page_key)
        .where(PageRow.meeting_id.in_(list(meeting_ids)))
        .group_by(PageRow.meeting_id)
    )
    return {str(row[0]): int(row[1]) for row in found}


async def newest_page(
    session: AsyncSession, participant: ParticipantIdentity, buckets: int
) -> PageTelemetry | None:
    """The last that a person told, on the meeting clock."""
    page = await session.scalar(
        select(PageRow)
        .where(PageRow.participant == participant)
        .order_by(PageRow.received_at.desc(), PageRow.page_key.desc())
        .limit(1)
    )
    if page is None:
        return None
    rows = await _newest_buckets(session, page.page_key, buckets)
    return PageTelemetry(
        participant=participant,
        page_id=page.page_id,
        marks=PageMarks(**page.marks),
        buckets=[placed(unpacked(row.body, TelemetryBucket), page.offset_ms) for row in reversed(rows)],
    )


async def _newest_buckets(session: AsyncSession, page_key: int, count: int) -> Sequence[BucketRow]:
    found = await session.scalars(
        select(BucketRow)
        .where(BucketRow.page_key == page_key)
        .order_by(BucketRow.sequence.desc())
        .limit(count)
    )
    return found.all()

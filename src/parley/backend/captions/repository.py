"""Reads and writes of stored segments."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.captions.models import SegmentRow
from parley.contracts.captions import Segment
from parley.contracts.ids import ParticipantIdentity, SegmentId


async def segments_of(session: AsyncSession, meeting_id: str, since_ms: int = 0) -> Sequence[SegmentRow]:
    """Segments that end at or after `since_ms`, ordered by start, then by arrival."""
    found = await session.scalars(
        select(SegmentRow)
        .where(SegmentRow.meeting_id == meeting_id, SegmentRow.end_ms >= since_ms)
        .order_by(SegmentRow.start_ms, SegmentRow.arrival)
    )
    return found.all()


async def segments_by_id(session: AsyncSession, segment_ids: Collection[str]) -> dict[str, SegmentRow]:
    """Those of the ids that are stored, in whatever meeting."""
    found = await session.scalars(select(SegmentRow).where(SegmentRow.segment_id.in_(segment_ids)))
    return {row.segment_id: row for row in found}


async def has_segments(session: AsyncSession, meeting_id: str) -> bool:
    found = await session.scalar(
        select(SegmentRow.segment_id).where(SegmentRow.meeting_id == meeting_id).limit(1)
    )
    return found is not None


def as_segment(row: SegmentRow) -> Segment:
    return Segment(
        segment_id=SegmentId(row.segment_id),
        speaker=ParticipantIdentity(row.speaker),
        speaker_name=row.speaker_name,
        language=row.language,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        text=row.text,
    )

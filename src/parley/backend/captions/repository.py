"""Reads and writes of stored segments and gaps."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.captions.models import GapRow, SegmentRow, TranslationRow
from parley.contracts.captions import Gap, Segment
from parley.contracts.ids import GapId, LanguageTag, ParticipantIdentity, SegmentId
from parley.contracts.translation import Translation


async def segments_of(session: AsyncSession, meeting_id: str, since_ms: int = 0) -> Sequence[SegmentRow]:
    """Segments that end at or after `since_ms`, ordered by start, then by arrival."""
    found = await session.scalars(
        select(SegmentRow)
        .where(SegmentRow.meeting_id == meeting_id, SegmentRow.end_ms >= since_ms)
        .order_by(SegmentRow.start_ms, SegmentRow.arrival)
    )
    return found.all()


async def last_segments_of(session: AsyncSession, meeting_id: str, limit: int) -> Sequence[SegmentRow]:
    """The last that began, ordered by start, then by arrival."""
    found = await session.scalars(
        select(SegmentRow)
        .where(SegmentRow.meeting_id == meeting_id)
        .order_by(SegmentRow.start_ms.desc(), SegmentRow.arrival.desc())
        .limit(limit)
    )
    return found.all()[::-1]


async def segments_by_id(session: AsyncSession, segment_ids: Collection[str]) -> dict[str, SegmentRow]:
    """Those of the ids that are stored, in whatever meeting."""
    found = await session.scalars(select(SegmentRow).where(SegmentRow.segment_id.in_(segment_ids)))
    return {row.segment_id: row for row in found}


async def translations_of(
    session: AsyncSession, meeting_id: str, since_ms: int = 0, language: LanguageTag | None = None
) -> Sequence[TranslationRow]:
    """Of segments that end at or after `since_ms`, in their order, then by language; null: into all."""
    wanted = (
        select(TranslationRow)
        .join(SegmentRow, SegmentRow.segment_id == TranslationRow.segment_id)
        .where(SegmentRow.meeting_id == meeting_id, SegmentRow.end_ms >= since_ms)
        .order_by(SegmentRow.start_ms, SegmentRow.arrival, TranslationRow.language)
    )
    if language is not None:
        wanted = wanted.where(TranslationRow.language == language)
    return (await session.scalars(wanted)).all()


async def translations_by_id(
    session: AsyncSession, segment_ids: Collection[str]
) -> dict[tuple[str, str], TranslationRow]:
    """Those of the segments that are stored, by segment and language."""
    found = await session.scalars(select(TranslationRow).where(TranslationRow.segment_id.in_(segment_ids)))
    return {(row.segment_id, row.language): row for row in found}


async def has_segments(session: AsyncSession, meeting_id: str) -> bool:
    found = await session.scalar(
        select(SegmentRow.segment_id).where(SegmentRow.meeting_id == meeting_id).limit(1)
    )
    return found is not None


async def gaps_of(session: AsyncSession, meeting_id: str, since_ms: int = 0) -> Sequence[GapRow]:
    """Gaps that end at or after `since_ms` or have not ended, ordered by start, then by arrival."""
    found = await session.scalars(
        select(GapRow)
        .where(GapRow.meeting_id == meeting_id, or_(GapRow.end_ms >= since_ms, GapRow.end_ms.is_(None)))
        .order_by(GapRow.start_ms, GapRow.arrival)
    )
    return found.all()


async def gaps_by_id(session: AsyncSession, gap_ids: Collection[str]) -> dict[str, GapRow]:
    """Those of the ids that are stored, in whatever meeting."""
    found = await session.scalars(select(GapRow).where(GapRow.gap_id.in_(gap_ids)))
    return {row.gap_id: row for row in found}


async def open_gap(session: AsyncSession, meeting_id: str) -> GapRow | None:
    """The gap of the meeting that has not ended."""
    return await session.scalar(
        select(GapRow).where(GapRow.meeting_id == meeting_id, GapRow.end_ms.is_(None))
    )


async def open_gaps(session: AsyncSession) -> dict[str, GapRow]:
    """The gap that has not ended, by meeting."""
    found = await session.scalars(select(GapRow).where(GapRow.end_ms.is_(None)))
    return {row.meeting_id: row for row in found}


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


def as_translation(row: TranslationRow) -> Translation:
    return Translation(
        segment_id=SegmentId(row.segment_id),
        language=row.language,
        text=row.text,
        engine=row.engine,
        is_draft=row.is_draft,
        pivot=row.pivot,
    )


def as_gap(row: GapRow, now_ms: int) -> Gap:
    """Args: now_ms: Where a gap ends, so far, that has not ended."""
    return Gap(
        gap_id=GapId(row.gap_id),
        speaker=None if row.speaker is None else ParticipantIdentity(row.speaker),
        speaker_name=row.speaker_name,
        start_ms=row.start_ms,
        end_ms=max(row.start_ms, now_ms) if row.end_ms is None else row.end_ms,
        reason=row.reason,
    )

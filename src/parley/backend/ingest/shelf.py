"""Puts records of one lease into the store, one after the other, or says why it will never take one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.models import Participant
from parley.backend.access.repository import participants_of
from parley.backend.agents.cut_speech import cut_gap_id
from parley.backend.agents.models import LeaseRow, SpeechUsageRow
from parley.backend.agents.repository import usage_by_lease
from parley.backend.agents.service import known_lease
from parley.backend.agents.usage import grown
from parley.backend.captions.models import GapRow, SegmentRow, TranslationRow
from parley.backend.captions.repository import as_translation, gaps_by_id, segments_by_id, translations_by_id
from parley.backend.telemetry.models import AgentBucketRow
from parley.backend.telemetry.packing import packed
from parley.contracts.captions import Gap, Segment, missed_segment_id
from parley.contracts.ids import SegmentId
from parley.contracts.ingest import GapRecord, IngestBatch, SegmentRecord, TranslationRecord
from parley.contracts.meetings import SpeechUsage
from parley.contracts.problems import ProblemCode
from parley.contracts.telemetry.meeting import AgentBucket
from parley.contracts.translation import Translation


@dataclass
class Shelf:
    """What a batch is checked against. What it brings is added as it is taken.

    Attributes:
        translations: By segment and language.
        usage: By speaker, kind and name of the engine.
    """

    session: AsyncSession
    lease: LeaseRow
    people: Mapping[str, Participant]
    segments: dict[str, SegmentRow]
    translations: dict[tuple[str, str], TranslationRow]
    gaps: dict[str, GapRow]
    usage: dict[tuple[str, str, str], SpeechUsageRow]
    has_new_segments: bool = field(default=False)

    async def take_segment(self, segment: Segment, now: datetime) -> ProblemCode | None:
        """Store a final; nothing happens if it is there. Gives the reason for which it is refused."""
        stored = self.segments.get(segment.segment_id)
        if stored is not None:
            if stored.meeting_id != self.lease.meeting_id:
                return ProblemCode.SEGMENT_OF_ANOTHER_MEETING
            return None if _is_same_segment(stored, segment) else ProblemCode.SEGMENT_CONFLICT
        if segment.speaker not in self.people:
            return ProblemCode.SPEAKER_UNKNOWN
        row = SegmentRow(
            segment_id=segment.segment_id,
            meeting_id=self.lease.meeting_id,
            lease_id=self.lease.lease_id,
            speaker=segment.speaker,
            speaker_name=self.people[segment.speaker].name,
            language=segment.language,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            text=segment.text,
            stored_at=now,
        )
        await self._add(row)
        self.segments[row.segment_id] = row
        self.has_new_segments = True
        await self._forget_cut(segment.segment_id)
        return None

    def take_translation(self, translation: Translation, now: datetime) -> ProblemCode | None:
        """Store a translation; nothing happens if it is there. Gives the reason for which it is refused."""
        segment = self.segments.get(translation.segment_id)
        if segment is None or segment.meeting_id != self.lease.meeting_id:
            return ProblemCode.SEGMENT_NOT_FOUND
        key = (translation.segment_id, translation.language)
        if (stored := self.translations.get(key)) is not None:
            is_same = as_translation(stored) == translation
            return None if is_same else ProblemCode.TRANSLATION_CONFLICT
        row = TranslationRow(**translation.model_dump(), stored_at=now)
        self.session.add(row)
        self.translations[key] = row
        return None

    async def take_gap(self, gap: Gap, now: datetime) -> ProblemCode | None:
        """Store a gap; nothing happens if it is there. Gives the reason for which it is refused."""
        stored = self.gaps.get(gap.gap_id)
        if stored is not None:
            if stored.meeting_id != self.lease.meeting_id:
                return ProblemCode.GAP_OF_ANOTHER_MEETING
            return None if _is_same_gap(stored, gap) else ProblemCode.GAP_CONFLICT
        if gap.speaker is not None and gap.speaker not in self.people:
            return ProblemCode.SPEAKER_UNKNOWN
        row = GapRow(
            gap_id=gap.gap_id,
            meeting_id=self.lease.meeting_id,
            lease_id=self.lease.lease_id,
            speaker=gap.speaker,
            speaker_name="" if gap.speaker is None else self.people[gap.speaker].name,
            start_ms=gap.start_ms,
            end_ms=gap.end_ms,
            reason=gap.reason,
            stored_at=now,
        )
        await self._add(row)
        self.gaps[row.gap_id] = row
        if (segment_id := missed_segment_id(gap.gap_id)) is not None:
            await self._forget_cut(segment_id)
        return None

    def take_usage(self, usage: SpeechUsage) -> ProblemCode | None:
        """Keep the newest totals. Gives the reason for which they are refused."""
        if usage.speaker not in self.people:
            return ProblemCode.SPEAKER_UNKNOWN
        key = (usage.speaker, usage.engine.kind, usage.engine.name)
        row = self.usage.get(key)
        if row is None:
            row = SpeechUsageRow(
                lease_id=self.lease.lease_id,
                speaker=usage.speaker,
                engine_kind=usage.engine.kind,
                engine_name=usage.engine.name,
                billed_speech_ms=usage.billed_speech_ms,
                engine_ms=usage.engine_ms,
                utterances=usage.utterances,
            )
            self.session.add(row)
            self.usage[key] = row
            return None
        row.billed_speech_ms = max(row.billed_speech_ms, usage.billed_speech_ms)
        row.engine_ms = grown(row.engine_ms, usage.engine_ms)
        row.utterances = max(row.utterances, usage.utterances)
        return None

    async def take_telemetry(self, bucket: AgentBucket, now: datetime) -> None:
        """Store a bucket of the job; nothing happens if there is one of this time."""
        key = (self.lease.lease_id, bucket.start_ms)
        if await self.session.get(AgentBucketRow, key) is None:
            lease_id, start_ms = key
            body = packed(bucket)
            self.session.add(AgentBucketRow(lease_id=lease_id, start_ms=start_ms, body=body, received_at=now))

    async def _forget_cut(self, segment_id: SegmentId) -> None:
        """The job of this segment was given up, but what became of it was on its way."""
        if (cut := self.gaps.pop(cut_gap_id(segment_id), None)) is not None:
            await self.session.delete(cut)

    async def _add(self, row: SegmentRow | GapRow) -> None:
        self.session.add(row)
        await self.session.flush()  # one by one, so that arrival counts in the order of the batch


async def open_shelf(session: AsyncSession, lease_id: str, batch: IngestBatch) -> Shelf:
    """Raises LeaseNotFound."""
    lease = await known_lease(session, lease_id)
    segment_ids = {record.segment.segment_id for record in batch.records if isinstance(record, SegmentRecord)}
    translated = {one.translation.segment_id for one in batch.records if isinstance(one, TranslationRecord)}
    gap_ids: set[str] = {one.gap.gap_id for one in batch.records if isinstance(one, GapRecord)}
    settled = segment_ids | {one for gap_id in gap_ids if (one := missed_segment_id(gap_id)) is not None}
    gap_ids |= {cut_gap_id(segment_id) for segment_id in settled}
    people = await participants_of(session, lease.meeting_id)
    usage = await usage_by_lease(session, lease_id)
    return Shelf(
        session=session,
        lease=lease,
        people={person.identity: person for person in people},
        segments=await segments_by_id(session, segment_ids | translated),
        translations=await translations_by_id(session, translated),
        gaps=await gaps_by_id(session, gap_ids),
        usage={(row.speaker, row.engine_kind, row.engine_name): row for row in usage},
    )


def _is_same_segment(stored: SegmentRow, segment: Segment) -> bool:
    return (stored.speaker, stored.language, stored.start_ms, stored.end_ms, stored.text) == (
        segment.speaker,
        segment.language,
        segment.start_ms,
        segment.end_ms,
        segment.text,
    )


def _is_same_gap(stored: GapRow, gap: Gap) -> bool:
    return (stored.speaker, stored.start_ms, stored.end_ms, stored.reason) == (
        gap.speaker,
        gap.start_ms,
        gap.end_ms,
        gap.reason,
    )

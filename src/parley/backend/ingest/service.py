"""Takes the records of agents' outboxes into the store: each once, in order, or refused with a reason."""

from collections.abc import Callable
from typing import assert_never

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.service import finish_lease, known_lease
from parley.backend.captions.repository import as_segment, last_segments_of, translations_by_id
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.ingest.shelf import Shelf, open_shelf
from parley.backend.meetings.service import known_meeting
from parley.contracts.ids import SegmentId
from parley.contracts.ingest import (
    BACKLOG_SEGMENTS,
    Backlog,
    GapRecord,
    IngestAnswer,
    IngestBatch,
    JobFinishedRecord,
    OutboxRecord,
    RecordRefusal,
    SegmentRecord,
    TelemetryRecord,
    TranslatedSegment,
    TranslationRecord,
    UsageRecord,
)
from parley.contracts.meetings import MeetingState
from parley.contracts.problems import ProblemCode

_log = structlog.get_logger()

_REFUSALS = {
    ProblemCode.SEGMENT_OF_ANOTHER_MEETING: "A segment of this id belongs to another meeting.",
    ProblemCode.SEGMENT_CONFLICT: "A final never changes: a segment of this id is stored with other content.",
    ProblemCode.SEGMENT_NOT_FOUND: "No segment of this id is stored for this meeting.",
    ProblemCode.TRANSLATION_CONFLICT: "A translation never changes: this one is stored with other content.",
    ProblemCode.GAP_OF_ANOTHER_MEETING: "A gap of this id belongs to another meeting.",
    ProblemCode.GAP_CONFLICT: "A gap never changes: one of this id is stored with other content.",
    ProblemCode.SPEAKER_UNKNOWN: "The speaker never joined this meeting.",
}


class IngestService:
    """Args: poke: Wakes the reconciler when a job has finished, or words came after the notes."""

    def __init__(
        self, database: Database, clock: Clock, poke: Callable[[], None], *, keeps_telemetry: bool
    ) -> None:
        self._keeps_telemetry = keeps_telemetry
        self._database = database
        self._clock = clock
        self._poke = poke

    async def take(self, lease_id: str, batch: IngestBatch) -> IngestAnswer:
        """Store what is new. The lease may be closed and the meeting over: nothing said is lost.

        Raises LeaseNotFound.
        """
        refused: list[RecordRefusal] = []
        are_notes_due = False
        async with self._database.writing() as session:
            shelf = await open_shelf(session, lease_id, batch)
            for index, record in enumerate(batch.records):
                if code := await self._put(shelf, record):
                    refused.append(RecordRefusal(index=index, code=code.value, detail=_REFUSALS[code]))
            if shelf.has_new_segments:
                are_notes_due = await _reopen_notes(session, shelf.lease.meeting_id)
        if are_notes_due or any(isinstance(record, JobFinishedRecord) for record in batch.records):
            self._poke()
        if refused:
            _log.warning("records_refused", lease_id=lease_id, codes=sorted({r.code for r in refused}))
        return IngestAnswer(stored=len(batch.records) - len(refused), refused=refused)

    async def backlog(self, lease_id: str) -> Backlog:
        """What was last said in the meeting of the lease. Raises LeaseNotFound."""
        async with self._database.reading() as session:
            lease = await known_lease(session, lease_id)
            segments = await last_segments_of(session, lease.meeting_id, BACKLOG_SEGMENTS)
            translated = await translations_by_id(session, {row.segment_id for row in segments})
        return Backlog(
            segments=[as_segment(row) for row in segments],
            translated=[
                TranslatedSegment(segment_id=SegmentId(segment_id), language=language)
                for segment_id, language in translated
            ],
        )

    async def _put(self, shelf: Shelf, record: OutboxRecord) -> ProblemCode | None:
        match record:
            case SegmentRecord():
                return await shelf.take_segment(record.segment, self._clock.now())
            case TranslationRecord():
                return shelf.take_translation(record.translation, self._clock.now())
            case GapRecord():
                return await shelf.take_gap(record.gap, self._clock.now())
            case UsageRecord():
                return shelf.take_usage(record.usage)
            case TelemetryRecord():
                if self._keeps_telemetry:
                    await shelf.take_telemetry(record.bucket, self._clock.now())
                return None
            case JobFinishedRecord():
                finish_lease(shelf.lease, record, self._clock)
                return None
            case _:
                assert_never(record)


async def _reopen_notes(session: AsyncSession, meeting_id: str) -> bool:
    """Words that came after the notes of an ended meeting were asked for: ask again. True if it has ended."""
    meeting = await known_meeting(session, meeting_id)
    if meeting.state is not MeetingState.ENDED:
        return False
    meeting.notes_requested_at = None
    return True

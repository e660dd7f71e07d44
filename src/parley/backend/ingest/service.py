"""Takes the records of agents' outboxes into the store: each once, in order, or refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.models import Participant
from parley.backend.access.repository import participants_of
from parley.backend.agents.models import LeaseRow
from parley.backend.agents.service import finish_lease, known_lease
from parley.backend.captions.models import SegmentRow
from parley.backend.captions.repository import segments_by_id
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.meetings.service import known_meeting
from parley.contracts.captions import Segment
from parley.contracts.ingest import IngestAnswer, IngestBatch, RecordRefusal, SegmentRecord
from parley.contracts.meetings import MeetingState
from parley.contracts.problems import ProblemCode

_log = structlog.get_logger()

_REFUSALS = {
    ProblemCode.SEGMENT_OF_ANOTHER_MEETING: "A segment of this id belongs to another meeting.",
    ProblemCode.SEGMENT_CONFLICT: "A final never changes: a segment of this id is stored with other content.",
    ProblemCode.SPEAKER_UNKNOWN: "The speaker never joined this meeting.",
}


@dataclass(frozen=True)
class _Shelf:
    """What a batch is checked against; segments of the batch itself are added as they are taken."""

    lease: LeaseRow
    people: Mapping[str, Participant]
    stored: dict[str, SegmentRow]


class IngestService:
    """Args: poke: Wakes the reconciler when a job has finished, or words came after the notes."""

    def __init__(self, database: Database, clock: Clock, poke: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._poke = poke

    async def take(self, lease_id: str, batch: IngestBatch) -> IngestAnswer:
        """Store what is new. The lease may be closed and the meeting over: nothing said is lost.

        Raises LeaseNotFound.
        """
        refused: list[RecordRefusal] = []
        has_finished = has_new_segments = are_notes_due = False
        async with self._database.writing() as session:
            shelf = await _shelf(session, lease_id, batch)
            for index, record in enumerate(batch.records):
                if not isinstance(record, SegmentRecord):
                    finish_lease(shelf.lease, record, self._clock)
                    has_finished = True
                elif code := _refusal(shelf, record.segment):
                    refused.append(RecordRefusal(index=index, code=code.value, detail=_REFUSALS[code]))
                elif record.segment.segment_id not in shelf.stored:
                    row = self._row(shelf, record.segment)
                    session.add(row)
                    await session.flush()  # one by one, so that arrival counts in the order of the batch
                    shelf.stored[row.segment_id] = row
                    has_new_segments = True
            if has_new_segments:
                are_notes_due = await _reopen_notes(session, shelf.lease.meeting_id)
        if has_finished or are_notes_due:
            self._poke()
        if refused:
            _log.warning("records_refused", lease_id=lease_id, codes=sorted({r.code for r in refused}))
        return IngestAnswer(stored=len(batch.records) - len(refused), refused=refused)

    def _row(self, shelf: _Shelf, segment: Segment) -> SegmentRow:
        return SegmentRow(
            segment_id=segment.segment_id,
            meeting_id=shelf.lease.meeting_id,
            lease_id=shelf.lease.lease_id,
            speaker=segment.speaker,
            speaker_name=shelf.people[segment.speaker].name,
            language=segment.language,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            text=segment.text,
            stored_at=self._clock.now(),
        )


async def _shelf(session: AsyncSession, lease_id: str, batch: IngestBatch) -> _Shelf:
    lease = await known_lease(session, lease_id)
    ids = {record.segment.segment_id for record in batch.records if isinstance(record, SegmentRecord)}
    people = await participants_of(session, lease.meeting_id)
    return _Shelf(lease, {person.identity: person for person in people}, await segments_by_id(session, ids))


def _refusal(shelf: _Shelf, segment: Segment) -> ProblemCode | None:
    stored = shelf.stored.get(segment.segment_id)
    if stored is not None and stored.meeting_id != shelf.lease.meeting_id:
        return ProblemCode.SEGMENT_OF_ANOTHER_MEETING
    if stored is not None and not _is_same(stored, segment):
        return ProblemCode.SEGMENT_CONFLICT
    return None if segment.speaker in shelf.people else ProblemCode.SPEAKER_UNKNOWN


def _is_same(stored: SegmentRow, segment: Segment) -> bool:
    return (stored.speaker, stored.language, stored.start_ms, stored.end_ms, stored.text) == (
        segment.speaker,
        segment.language,
        segment.start_ms,
        segment.end_ms,
        segment.text,
    )


async def _reopen_notes(session: AsyncSession, meeting_id: str) -> bool:
    """Words that came after the notes of an ended meeting were asked for: ask again. True if it has ended."""
    meeting = await known_meeting(session, meeting_id)
    if meeting.state is not MeetingState.ENDED:
        return False
    meeting.notes_requested_at = None
    return True

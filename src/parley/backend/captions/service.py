"""Reads a meeting's transcript for those who were there."""

from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.captions.repository import (
    as_gap,
    as_segment,
    as_translation,
    gaps_of,
    segments_of,
    translations_of,
)
from parley.backend.db import Database
from parley.backend.meetings import lifecycle
from parley.backend.meetings.languages import known_language
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.service import known_meeting
from parley.contracts.captions import Gap, Transcript
from parley.contracts.ids import LanguageTag, MeetingId
from parley.contracts.meetings import MeetingState


class TranscriptService:
    def __init__(self, database: Database, times: MeetingTimes) -> None:
        self._database = database
        self._times = times

    async def read(
        self, meeting_id: str, credential: str | None, since_ms: int, language: LanguageTag | None
    ) -> Transcript:
        """Segments and gaps that end at or after `since_ms` on the meeting clock.

        With them come translations into this language; null: into all. Raises LanguageUnknown, among others.
        """
        wanted = known_language(language)
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_TRANSCRIPT)
            segments = await segments_of(session, meeting_id, since_ms)
            translations = await translations_of(session, meeting_id, since_ms, wanted)
            gaps = await gaps_of(session, meeting_id, since_ms)
        now_ms = self._now_ms(meeting)
        found = [as_gap(row, now_ms) for row in gaps]
        if meeting.state is MeetingState.ENDED:
            found = [gap for row in found if (gap := _until(row, now_ms))]
        return Transcript(
            meeting_id=MeetingId(meeting_id),
            is_ai_generated=True,
            segments=[as_segment(row) for row in segments],
            translations=[as_translation(row) for row in translations],
            gaps=found,
            now_ms=now_ms,
        )

    def _now_ms(self, meeting: MeetingRow) -> int:
        if meeting.state is MeetingState.ENDED:
            return lifecycle.length_ms(meeting)
        return self._times.now_ms(meeting.meeting_id, meeting.started_at)


def _until(gap: Gap, end_ms: int) -> Gap | None:
    """What of it lies before the meeting's end, which the agent that told of it may have learnt of late."""
    if gap.start_ms >= end_ms:
        return None
    return gap.model_copy(update={"end_ms": min(gap.end_ms, end_ms)})

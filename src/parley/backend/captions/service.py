"""Reads a meeting's transcript for those who were there."""

from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.captions.repository import as_gap, as_segment, gaps_of, segments_of
from parley.backend.db import Database
from parley.backend.meetings import lifecycle
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.service import known_meeting
from parley.contracts.captions import Transcript
from parley.contracts.ids import MeetingId
from parley.contracts.meetings import MeetingState


class TranscriptService:
    def __init__(self, database: Database, times: MeetingTimes) -> None:
        self._database = database
        self._times = times

    async def read(self, meeting_id: str, credential: str | None, since_ms: int) -> Transcript:
        """Segments and gaps that end at or after `since_ms` on the meeting clock."""
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_TRANSCRIPT)
            segments = await segments_of(session, meeting_id, since_ms)
            gaps = await gaps_of(session, meeting_id, since_ms)
        now_ms = self._now_ms(meeting)
        return Transcript(
            meeting_id=MeetingId(meeting_id),
            is_ai_generated=True,
            segments=[as_segment(row) for row in segments],
            gaps=[as_gap(row, now_ms) for row in gaps],
            now_ms=now_ms,
        )

    def _now_ms(self, meeting: MeetingRow) -> int:
        if meeting.state is MeetingState.ENDED:
            return lifecycle.length_ms(meeting)
        return self._times.now_ms(meeting.meeting_id, meeting.started_at)

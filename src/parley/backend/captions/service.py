"""Reads a meeting's transcript for those who were there."""

from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.captions.repository import as_segment, segments_of
from parley.backend.db import Database
from parley.backend.meetings.service import known_meeting
from parley.contracts.captions import Transcript
from parley.contracts.ids import MeetingId


class TranscriptService:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, meeting_id: str, credential: str | None, since_ms: int) -> Transcript:
        """Segments that end at or after `since_ms` on the meeting clock."""
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_TRANSCRIPT)
            rows = await segments_of(session, meeting_id, since_ms)
        return Transcript(
            meeting_id=MeetingId(meeting_id),
            is_ai_generated=True,
            segments=[as_segment(row) for row in rows],
        )

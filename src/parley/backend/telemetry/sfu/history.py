"""Keeps when people came and went and what they published, as the SFU told it by webhook."""

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.clock import Clock
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.repository import find_meeting
from parley.backend.telemetry.models import ServerEventRow
from parley.contracts.telemetry.meeting import ServerEventKind

TOLD = frozenset(kind.value for kind in ServerEventKind)


class MeetingHistory:
    def __init__(self, clock: Clock, times: MeetingTimes, *, is_on: bool) -> None:
        self._clock = clock
        self._times = times
        self._is_on = is_on

    async def note(self, session: AsyncSession, kind: str, meeting_id: str, identity: str) -> None:
        """Store an event that is new, unless it is of another kind or about no meeting's room."""
        if not self._is_on or kind not in TOLD:
            return
        meeting = await find_meeting(session, meeting_id)
        if meeting is None or meeting.started_at is None:
            return
        session.add(
            ServerEventRow(
                meeting_id=meeting_id,
                kind=ServerEventKind(kind),
                participant=identity or None,
                at_ms=self._times.now_ms(meeting_id, meeting.started_at),
                received_at=self._clock.now(),
            )
        )

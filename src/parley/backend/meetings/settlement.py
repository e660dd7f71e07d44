"""What is left to do when a meeting has ended: end its gap and lease, take the room down, ask for notes."""

from collections.abc import Sequence

import structlog

from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import leases_of
from parley.backend.agents.service import close_lease
from parley.backend.agents.usage import REPORT_GRACE_S, is_report_pending
from parley.backend.captions.repository import open_gap
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.fair import one_by_one
from parley.backend.meetings import lifecycle
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.repository import find_meeting, unsettled_meetings
from parley.backend.meetings.rooms import MeetingRooms
from parley.backend.notes.service import request_final_notes
from parley.backend.sfu.port import SfuDown
from parley.contracts.ids import MeetingId

FLUSH_GRACE_S = 2.0
"""The agent learns within 1 s (its heartbeat) that the meeting ended, and may finish the open utterance."""

RETRY_S = 1.0
"""Pause after the SFU did not take a room down."""

_log = structlog.get_logger()


class Settlement:
    def __init__(self, database: Database, clock: Clock, rooms: MeetingRooms) -> None:
        self._database = database
        self._clock = clock
        self._rooms = rooms
        self._close_again_at_s = 0.0

    async def settle_all(self) -> bool:
        """One step further with each; false if there was nothing to settle."""
        async with self._database.reading() as session:
            meetings = await unsettled_meetings(session)
        await one_by_one(meetings, self._settle)
        return bool(meetings)

    async def _settle(self, meeting: MeetingRow) -> None:
        now = self._clock.now()
        async with self._database.reading() as session:
            leases = await leases_of(session, meeting.meeting_id)
            is_gap_open = await open_gap(session, meeting.meeting_id) is not None
        if is_gap_open:
            await self._end_gap(meeting)
        if any(lease.closed_at is None for lease in leases):
            leases = await self._close_leases(meeting)
        if meeting.room_closed_at is None and not is_report_pending(leases, now, FLUSH_GRACE_S):
            await self._close_room(meeting)
        is_notes_due = meeting.notes_on and meeting.notes_requested_at is None
        if is_notes_due and not is_report_pending(leases, now, REPORT_GRACE_S):
            async with self._database.writing() as session:
                row = await find_meeting(session, meeting.meeting_id)
                if row and row.notes_requested_at is None:
                    await request_final_notes(session, row, now)
            _log.info("notes_requested", meeting_id=meeting.meeting_id)

    async def _close_leases(self, meeting: MeetingRow) -> Sequence[LeaseRow]:
        async with self._database.writing() as session:
            leases = await leases_of(session, meeting.meeting_id)
            for lease in leases:
                close_lease(lease, CloseReason.MEETING_ENDED, self._clock)
        return leases

    async def _end_gap(self, meeting: MeetingRow) -> None:
        async with self._database.writing() as session:
            if gap := await open_gap(session, meeting.meeting_id):
                gap.end_ms = max(gap.start_ms, lifecycle.length_ms(meeting))

    async def _close_room(self, meeting: MeetingRow) -> None:
        if self._clock.monotonic_s() < self._close_again_at_s:
            return
        try:
            await self._rooms.close(MeetingId(meeting.meeting_id))
        except SfuDown:
            self._close_again_at_s = self._clock.monotonic_s() + RETRY_S
            return
        async with self._database.writing() as session:
            row = await find_meeting(session, meeting.meeting_id)
            if row:
                row.room_closed_at = self._clock.now()
        _log.info("room_closed", meeting_id=meeting.meeting_id)

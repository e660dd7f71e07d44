"""Keeps the gaps of meetings that no agent listens to: `absence` decides, this asks and stores."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.absence import Ears, Note, note
from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import find_lease, leases_of_running_meetings, open_lease_ids
from parley.backend.agents.watch import LeaseWatch
from parley.backend.captions.models import GapRow
from parley.backend.captions.repository import open_gap, open_gaps
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.repository import find_meeting, running_meetings
from parley.contracts.captions import GapReason
from parley.contracts.meetings import MeetingState

KEEP_S = 5.0
"""How often it is stored that agents listen, which is what a restart may forget of one that dies with it."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class _Finding:
    """What is new about a meeting.

    Attributes:
        listened_ms: By lease, when its agent was last known to listen.
    """

    meeting: MeetingRow
    note: Note
    listened_ms: dict[str, int]

    @property
    def is_news(self) -> bool:
        return self.note != Note(self.meeting.ears_due_since_ms) or bool(self.listened_ms)


class Absences:
    def __init__(self, database: Database, clock: Clock, watch: LeaseWatch, times: MeetingTimes) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._times = times
        self._kept_at_s = clock.monotonic_s()

    async def note_all(self) -> None:
        """See to the gaps of every running meeting."""
        async with self._database.reading() as session:
            meetings = await running_meetings(session)
            gaps = await open_gaps(session)
            open_ids = await open_lease_ids(session)
            leases: dict[str, list[LeaseRow]] = {}
            for lease in await leases_of_running_meetings(session):
                leases.setdefault(lease.meeting_id, []).append(lease)
        is_keeping = self._clock.monotonic_s() - self._kept_at_s >= KEEP_S
        findings = [
            self._finding(row, leases.get(row.meeting_id, []), gaps.get(row.meeting_id), is_keeping)
            for row in meetings
        ]
        if news := [finding for finding in findings if finding.is_news]:
            async with self._database.writing() as session:
                for finding in news:
                    await _store(session, finding, self._clock.now())
        if is_keeping:
            self._kept_at_s = self._clock.monotonic_s()
        # Not before the gaps begin of leases that closed lately: where those agents were last heard.
        self._watch.keep_only(open_ids)

    def _finding(
        self, meeting: MeetingRow, leases: list[LeaseRow], gap: GapRow | None, is_keeping: bool
    ) -> _Finding:
        heard_ms = {
            lease.lease_id: self._ms(meeting, until_s)
            for lease in leases
            if (until_s := self._watch.pulse(lease.lease_id).listened_until_s) is not None
        }
        ears = self._ears(meeting, leases, heard_ms, gap)
        now_ms = self._times.now_ms(meeting.meeting_id, meeting.started_at)
        return _Finding(meeting, note(ears, now_ms), heard_ms if is_keeping else {})

    def _ears(
        self, meeting: MeetingRow, leases: list[LeaseRow], heard_ms: dict[str, int], gap: GapRow | None
    ) -> Ears:
        listened_ms = [heard_ms.get(lease.lease_id, lease.listened_ms) for lease in leases]
        lived = [lease for lease in leases if lease.live_at is not None]
        lease = next((lease for lease in leases if lease.closed_at is None), None)
        pulse = self._watch.pulse(lease.lease_id) if lease else None
        # It says that it listens, and hears nobody in a room that the SFU forgot, until it is in the new one.
        is_shut_out = pulse is not None and pulse.is_room_new
        since_s = pulse.listening_since_s if pulse and not is_shut_out else None
        return Ears(
            are_due=(meeting.captions_on or meeting.notes_on) and meeting.empty_since is None,
            due_since_ms=meeting.ears_due_since_ms,
            listening_since_ms=None if since_s is None else self._ms(meeting, since_s),
            listened_until_ms=max((ms for ms in listened_ms if ms is not None), default=None),
            is_agent_missed=is_shut_out or _is_last_one_missed(lived),
            is_undecided=lease in lived and pulse is not None and pulse.heartbeat_at_s is None,
            gap_since_ms=None if gap is None else gap.start_ms,
        )

    def _ms(self, meeting: MeetingRow, monotonic_s: float) -> int:
        return self._times.at_ms(meeting.meeting_id, meeting.started_at, monotonic_s)


def _is_last_one_missed(lived: list[LeaseRow]) -> bool:
    closed = [lease.close_reason for lease in lived if lease.closed_at is not None]
    return bool(closed) and closed[-1] in (CloseReason.LOST, CloseReason.FINISHED)


async def _store(session: AsyncSession, finding: _Finding, now: datetime) -> None:
    for lease_id, listened_ms in finding.listened_ms.items():
        if lease := await find_lease(session, lease_id):
            lease.listened_ms = listened_ms
    meeting = await find_meeting(session, finding.meeting.meeting_id)
    if meeting is None or meeting.state is not MeetingState.RUNNING:
        return  # it has ended meanwhile: its settlement ends the gap
    meeting.ears_due_since_ms = finding.note.due_since_ms
    gap = await open_gap(session, meeting.meeting_id)
    begins_ms, ends_ms = finding.note.gap_begins_ms, finding.note.gap_ends_ms
    if begins_ms is not None and gap is None:
        session.add(_agent_away(meeting.meeting_id, begins_ms, now))
        _log.warning("agent_missed", meeting_id=meeting.meeting_id)
    if ends_ms is not None and gap is not None:
        gap.end_ms = ends_ms
        _log.info("gap_ended", meeting_id=meeting.meeting_id, gap_ms=ends_ms - gap.start_ms)


def _agent_away(meeting_id: str, start_ms: int, now: datetime) -> GapRow:
    return GapRow(
        gap_id=f"away-{secrets.token_urlsafe(12)}",
        meeting_id=meeting_id,
        start_ms=start_ms,
        reason=GapReason.AGENT_AWAY,
        stored_at=now,
    )

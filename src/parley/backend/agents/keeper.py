"""Carries out what `decision` decides: closes and opens leases, dispatches, tells the room."""

import structlog

from parley.backend.agents.cut_speech import CutSpeech
from parley.backend.agents.decision import Decision
from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import find_lease, leases_of
from parley.backend.agents.service import close_lease, new_lease
from parley.backend.agents.standing import RoomStanding, room_metadata
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.fair import side_by_side
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.repository import find_meeting, running_meetings
from parley.backend.meetings.rooms import MeetingRooms
from parley.backend.sfu.port import RoomMissing, Sfu, SfuDown
from parley.contracts.ids import LeaseId, MeetingId, ParticipantIdentity
from parley.contracts.ingest import AgentDispatch
from parley.contracts.meetings import MeetingState
from parley.contracts.room import AiState

RETRY_S = 1.0
"""Pause before a meeting is tried again whose dispatch or metadata the SFU did not take."""

_log = structlog.get_logger()


class AgentKeeper:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        sfu: Sfu,
        rooms: MeetingRooms,
        standing: RoomStanding,
        watch: LeaseWatch,
        cut_speech: CutSpeech,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sfu = sfu
        self._rooms = rooms
        self._standing = standing
        self._watch = watch
        self._cut_speech = cut_speech
        self._retry_at_s: dict[str, float] = {}

    async def keep_all(self) -> bool:
        """See to every running meeting, side by side: a slow answer for one holds up no other.

        False if none runs.
        """
        async with self._database.reading() as session:
            meetings = await running_meetings(session)
        await side_by_side(meetings, self._keep)
        return bool(meetings)

    def try_at_once(self) -> None:
        """The SFU is back: no meeting has to wait until it is tried again."""
        self._retry_at_s = dict.fromkeys(self._retry_at_s, 0.0)

    async def _keep(self, meeting: MeetingRow) -> None:
        now_s = self._clock.monotonic_s()
        if now_s < self._retry_at_s.get(meeting.meeting_id, 0.0):
            return
        async with self._database.reading() as session:
            facts, lease = await self._standing.facts(session, meeting)
        decision = self._standing.decision(facts, lease)
        successor = self._promised_lease(meeting) if decision.opens else None
        try:
            await self._carry_out(meeting, lease, decision, successor)
            self._retry_at_s.pop(meeting.meeting_id, None)
        except (SfuDown, RoomMissing):
            self._retry_at_s[meeting.meeting_id] = now_s + RETRY_S

    def _promised_lease(self, meeting: MeetingRow) -> LeaseRow:
        """A lease that takes its place from now on, though nobody was asked yet."""
        lease = new_lease(meeting.meeting_id, self._clock)
        self._watch.opened(lease.lease_id)
        return lease

    async def _carry_out(
        self, meeting: MeetingRow, lease: LeaseRow | None, decision: Decision, successor: LeaseRow | None
    ) -> None:
        if lease and decision.close:
            await self._close(lease, decision.close)
        if successor is None:
            kept = None if decision.close else lease
            await self._rooms.tell(room_metadata(meeting, decision.ai_state, kept))
        else:
            await self._send(meeting, decision.ai_state, successor)

    async def _send(self, meeting: MeetingRow, ai_state: AiState, successor: LeaseRow) -> None:
        is_stored = False
        try:
            if meeting.meeting_id in self._retry_at_s:
                # Else an SFU that is away for an hour would leave a closed lease of each second of it.
                await self._rooms.open(room_metadata(meeting, ai_state, None))
            is_stored = await self._store(successor)
            if is_stored:
                await self._dispatch(meeting, ai_state, successor)
        finally:
            if not is_stored:
                self._watch.dropped(successor.lease_id)

    async def _close(self, lease: LeaseRow, reason: CloseReason) -> None:
        async with self._database.writing() as session:
            row = await find_lease(session, lease.lease_id)
            if row:
                close_lease(row, reason, self._clock)
                if reason is CloseReason.LOST:
                    await self._cut_speech.note(session, row)
        _log.log(
            30 if reason is CloseReason.LOST else 20,
            "lease_closed",
            meeting_id=lease.meeting_id,
            lease_id=lease.lease_id,
            reason=reason.value,
        )
        if reason is CloseReason.LOST:
            await self._lay_ghost(lease)

    async def _lay_ghost(self, lease: LeaseRow) -> None:
        """Take a lost agent out of the room, where it would stand for 21 s; Attendance mends what fails."""
        meeting_id = MeetingId(lease.meeting_id)
        try:
            await self._sfu.remove(meeting_id, lease.agent_identity)
            if lease.dispatch_id:
                await self._sfu.withdraw_dispatch(meeting_id, lease.dispatch_id)
        except SfuDown:
            _log.warning("ghost_not_removed", meeting_id=lease.meeting_id, lease_id=lease.lease_id)

    async def _store(self, lease: LeaseRow) -> bool:
        """False if the meeting has ended meanwhile, or has an open lease: another backend was quicker."""
        async with self._database.writing() as session:
            row = await find_meeting(session, lease.meeting_id)
            if row is None or row.state is not MeetingState.RUNNING:
                return False
            if any(known.closed_at is None for known in await leases_of(session, lease.meeting_id)):
                return False
            session.add(lease)
        return True

    async def _dispatch(self, meeting: MeetingRow, ai_state: AiState, lease: LeaseRow) -> None:
        try:
            await self._rooms.tell(room_metadata(meeting, ai_state, lease))
            dispatch_id = await self._sfu.dispatch(
                AgentDispatch(
                    type="parley.dispatch",
                    meeting_id=MeetingId(meeting.meeting_id),
                    lease_id=LeaseId(lease.lease_id),
                    agent_identity=ParticipantIdentity(lease.agent_identity),
                )
            )
        except (SfuDown, RoomMissing):
            self._watch.dropped(lease.lease_id)
            await self._close(lease, CloseReason.NOT_DISPATCHED)
            raise
        async with self._database.writing() as session:
            row_of_lease = await find_lease(session, lease.lease_id)
            if row_of_lease:
                row_of_lease.dispatch_id = dispatch_id
        _log.info("lease_opened", meeting_id=meeting.meeting_id, lease_id=lease.lease_id)

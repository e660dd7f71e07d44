"""Who is in the rooms of running meetings. The SFU is asked; webhooks only say that it is time to ask."""

import structlog

from parley.backend.access.profiles import attributes_amiss
from parley.backend.access.repository import is_anybody_present, participants_of, set_present
from parley.backend.agents.models import CloseReason
from parley.backend.agents.repository import leases_of
from parley.backend.agents.standing import RoomStanding
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.fair import one_by_one
from parley.backend.meetings import lifecycle
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.repository import find_meeting, running_meetings
from parley.backend.meetings.rooms import MeetingRooms
from parley.backend.sfu.port import RoomParticipant, Sfu
from parley.contracts.ids import MeetingId

LEAVE_PATIENCE_S = 10.0
"""An agent that was told to leave may finish an utterance; after this it is put out."""

_log = structlog.get_logger()


class Attendance:
    """Args: grace_s: Seconds after the last person left until a meeting ends."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sfu: Sfu,
        rooms: MeetingRooms,
        standing: RoomStanding,
        watch: LeaseWatch,
        times: MeetingTimes,
        grace_s: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sfu = sfu
        self._rooms = rooms
        self._standing = standing
        self._watch = watch
        self._times = times
        self._grace_s = grace_s
        self._looked_at: set[str] = set()

    async def look(self) -> None:
        """Ask the SFU who is where; mend rooms it forgot, put out who may not be there.

        Raises SfuDown, also within a group: then it failed some rooms, and all others were seen to.
        """
        names = await self._sfu.rooms()
        async with self._database.reading() as session:
            meetings = await running_meetings(session)
        running = frozenset(meeting.meeting_id for meeting in meetings)
        self._looked_at &= running
        self._times.keep_only(running)
        await one_by_one(meetings, lambda meeting: self._look_at(meeting, names))

    async def _look_at(self, meeting: MeetingRow, names: frozenset[str]) -> None:
        if meeting.meeting_id in names:
            people = await self._sfu.participants(MeetingId(meeting.meeting_id))
            await self._put_out(meeting, people)
            await self._mend_attributes(meeting, people)
            await self._note(meeting, people)
        else:
            await self._bring_back(meeting)
        self._looked_at.add(meeting.meeting_id)

    async def end_abandoned_meetings(self) -> None:
        """End what nobody came back to; never before the SFU was asked once who is in the room."""
        async with self._database.reading() as session:
            abandoned = [row for row in await running_meetings(session) if self._is_abandoned(row)]
        await one_by_one(abandoned, self._end)

    async def _end(self, meeting: MeetingRow) -> None:
        async with self._database.writing() as session:
            row = await find_meeting(session, meeting.meeting_id)
            if row and self._is_abandoned(row):
                lifecycle.end(row, self._clock.now())
                _log.info("meeting_ended", meeting_id=row.meeting_id, cause="abandoned")

    async def _bring_back(self, meeting: MeetingRow) -> None:
        async with self._database.reading() as session:
            metadata = await self._standing.metadata(session, meeting)
        await self._rooms.reopen(metadata)
        await self._note(meeting, [])
        _log.warning("room_recreated", meeting_id=meeting.meeting_id)

    async def _put_out(self, meeting: MeetingRow, people: list[RoomParticipant]) -> None:
        async with self._database.reading() as session:
            known = await participants_of(session, meeting.meeting_id)
            leases = await leases_of(session, meeting.meeting_id)
        unwelcome = {person.identity for person in known if person.removed_at is not None}
        for lease in leases:
            if lease.closed_at is None:
                continue
            has_had_time = (self._clock.now() - lease.closed_at).total_seconds() > LEAVE_PATIENCE_S
            if lease.close_reason is CloseReason.LOST or has_had_time:
                unwelcome.add(lease.agent_identity)
        for person in people:
            if person.identity in unwelcome:
                await self._sfu.remove(MeetingId(meeting.meeting_id), person.identity)
                _log.info("participant_put_out", meeting_id=meeting.meeting_id, is_agent=person.is_agent)

    async def _mend_attributes(self, meeting: MeetingRow, people: list[RoomParticipant]) -> None:
        """Who came back with an old token, or changed while the SFU was down, is not shown as they are."""
        async with self._database.reading() as session:
            known = {row.identity: row for row in await participants_of(session, meeting.meeting_id)}
        for person in people:
            row = known.get(person.identity)
            if row and (amiss := attributes_amiss(row, person.attributes)):
                await self._sfu.set_attributes(MeetingId(meeting.meeting_id), person.identity, amiss)

    async def _note(self, meeting: MeetingRow, people: list[RoomParticipant]) -> None:
        inside = {person.identity for person in people}
        async with self._database.reading() as session:
            known = await participants_of(session, meeting.meeting_id)
            leases = await leases_of(session, meeting.meeting_id)
        for lease in leases:
            if lease.closed_at is None:
                self._watch.seen(
                    lease.lease_id,
                    is_in_room=lease.agent_identity in inside,
                    room_made_at_s=self._rooms.made_at_s(meeting.meeting_id),
                )
        present = {person.identity for person in known if person.identity in inside and not person.removed_at}
        is_known = present == {person.identity for person in known if person.is_present}
        if is_known and bool(present) == (meeting.empty_since is None):
            return
        async with self._database.writing() as session:
            row = await find_meeting(session, meeting.meeting_id)
            if row is None:
                return
            await set_present(session, row.meeting_id, present)
            lifecycle.note_presence(row, await is_anybody_present(session, row.meeting_id), self._clock.now())

    def _is_abandoned(self, meeting: MeetingRow) -> bool:
        is_empty_long = lifecycle.is_abandoned(meeting, self._clock.now(), self._grace_s)
        return is_empty_long and meeting.meeting_id in self._looked_at

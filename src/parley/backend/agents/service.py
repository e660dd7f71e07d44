"""The life of leases as agents see it: heartbeats in, commands out; and what the agents cost, for hosts."""

import secrets
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.credentials import new_identity
from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import find_lease, leases_of, usage_of
from parley.backend.agents.usage import summed_usage
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotFound
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.service import known_meeting
from parley.contracts.ingest import JobFinishedRecord, LeaseAnswer, LeaseCommand, LeaseHeartbeat
from parley.contracts.meetings import MeetingUsage
from parley.contracts.problems import ProblemCode


class LeaseNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(ProblemCode.LEASE_NOT_FOUND, "There is no such lease. Leave the room.")


class LeaseService:
    """Args: poke: Wakes the reconciler when a heartbeat says something new."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        watch: LeaseWatch,
        times: MeetingTimes,
        poke: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._times = times
        self._poke = poke

    async def take_heartbeat(self, lease_id: str, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
        """Note that the job lives and tell it whether to go on. Raises LeaseNotFound."""
        async with self._database.reading() as session:
            lease = await known_lease(session, lease_id)
            meeting = await known_meeting(session, lease.meeting_id)
        if lease.closed_at is None:
            is_told = lease.live_at is not None and not _note_engines(lease, heartbeat)
            if not is_told:
                await self._store_life(lease_id, heartbeat)
            is_news = self._watch.beat(
                lease_id, is_listening=heartbeat.is_listening, open_speech=heartbeat.open_speech
            )
            if is_news or not is_told:
                self._poke()
        return LeaseAnswer(
            command=LeaseCommand.CONTINUE if lease.closed_at is None else LeaseCommand.LEAVE,
            meeting_now_ms=self._times.now_ms(meeting.meeting_id, meeting.started_at),
        )

    async def usage(self, meeting_id: str, credential: str | None) -> MeetingUsage:
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_USAGE)
            leases, usage = await leases_of(session, meeting_id), await usage_of(session, meeting_id)
            return summed_usage(meeting_id, leases, usage, self._clock.now())

    async def _store_life(self, lease_id: str, heartbeat: LeaseHeartbeat) -> None:
        async with self._database.writing() as session:
            lease = await known_lease(session, lease_id)
            lease.live_at = lease.live_at or self._clock.now()
            _note_engines(lease, heartbeat)


async def known_lease(session: AsyncSession, lease_id: str) -> LeaseRow:
    """The lease of this id, open or not. Raises LeaseNotFound."""
    lease = await find_lease(session, lease_id)
    if lease is None:
        raise LeaseNotFound
    return lease


def new_lease(meeting_id: str, clock: Clock) -> LeaseRow:
    """A lease for an agent whose identity nobody ever bore: with a used one LiveKit would end the new job."""
    return LeaseRow(
        lease_id=secrets.token_urlsafe(16),
        meeting_id=meeting_id,
        agent_identity=new_identity("agent"),
        opened_at=clock.now(),
    )


def close_lease(lease: LeaseRow, reason: CloseReason, clock: Clock) -> None:
    """Nothing happens if it is closed: the first reason stands."""
    if lease.closed_at is None:
        lease.closed_at, lease.close_reason = clock.now(), reason


def finish_lease(lease: LeaseRow, record: JobFinishedRecord, clock: Clock) -> None:
    """The job's last word. Said again it changes nothing."""
    if lease.finished_at is None:
        lease.finished_at = clock.now()
        lease.live_at = lease.live_at or lease.finished_at
        lease.engines = [engine.model_dump() for engine in record.engines]
    close_lease(lease, CloseReason.FINISHED, clock)


def _note_engines(lease: LeaseRow, heartbeat: LeaseHeartbeat) -> bool:
    """Keep what the agent says of its engines. True if it is news."""
    before = (lease.engines, lease.speech_engine, lease.is_fallback, lease.is_behind)
    lease.engines = [engine.model_dump() for engine in heartbeat.engines]
    lease.speech_engine = heartbeat.speech_engine
    lease.is_fallback, lease.is_behind = heartbeat.is_fallback, heartbeat.is_behind
    return before != (lease.engines, lease.speech_engine, lease.is_fallback, lease.is_behind)

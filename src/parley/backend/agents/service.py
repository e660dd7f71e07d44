"""The life of leases as agents see it: heartbeats in, commands out; and what the agents cost."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.credentials import new_identity
from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import find_lease, leases_of
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotFound
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.service import known_meeting
from parley.contracts.ids import MeetingId
from parley.contracts.ingest import JobFinishedRecord, LeaseAnswer, LeaseCommand, LeaseHeartbeat
from parley.contracts.meetings import EngineUse, MeetingUsage
from parley.contracts.problems import ProblemCode

REPORT_GRACE_S = 10.0
"""A job that lost its lease this long ago without its last record never sends one; notes wait no longer."""


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
        engines = [engine.model_dump() for engine in heartbeat.engines]
        async with self._database.reading() as session:
            lease = await known_lease(session, lease_id)
            meeting = await known_meeting(session, lease.meeting_id)
        if lease.closed_at is None:
            if lease.live_at is None or lease.engines != engines:
                await self._store_life(lease_id, engines)
            if self._watch.beat(lease_id, is_listening=heartbeat.is_listening):
                self._poke()
        return LeaseAnswer(
            command=LeaseCommand.CONTINUE if lease.closed_at is None else LeaseCommand.LEAVE,
            meeting_now_ms=self._times.now_ms(meeting.meeting_id, meeting.started_at),
        )

    async def usage(self, meeting_id: str, credential: str | None) -> MeetingUsage:
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_USAGE)
            return summed_usage(meeting_id, await leases_of(session, meeting_id), self._clock.now())

    async def _store_life(self, lease_id: str, engines: list[dict[str, str]]) -> None:
        async with self._database.writing() as session:
            lease = await known_lease(session, lease_id)
            lease.live_at = lease.live_at or self._clock.now()
            lease.engines = engines


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
        lease.billed_speech_ms = record.billed_speech_ms
        lease.utterances = record.utterances
        lease.engines = [engine.model_dump() for engine in record.engines]
    close_lease(lease, CloseReason.FINISHED, clock)


def summed_usage(meeting_id: str, leases: Sequence[LeaseRow], now: datetime) -> MeetingUsage:
    """What all jobs that reported cost together. What a killed job cost is not known and not in the sum."""
    served = [lease for lease in leases if lease.live_at is not None]
    engines = {(use["kind"], use["name"]): EngineUse(**use) for lease in served for use in lease.engines}
    return MeetingUsage(
        meeting_id=MeetingId(meeting_id),
        engines=list(engines.values()),
        billed_speech_ms=sum(lease.billed_speech_ms for lease in served),
        utterances=sum(lease.utterances for lease in served),
        is_complete=not is_report_pending(served, now, REPORT_GRACE_S),
    )


def is_report_pending(leases: Sequence[LeaseRow], now: datetime, grace_s: float) -> bool:
    """Whether a job that once lived has yet to report, and lost its lease so lately that it still may."""
    return any(
        lease.live_at is not None
        and lease.finished_at is None
        and (lease.closed_at is None or now - lease.closed_at < timedelta(seconds=grace_s))
        for lease in leases
    )

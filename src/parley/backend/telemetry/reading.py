"""Reads how a meeting went, for its hosts and for support."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.credentials import is_same
from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.access.repository import participants_of
from parley.backend.agents.models import LeaseRow
from parley.backend.agents.repository import leases_of
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotProven
from parley.backend.meetings import lifecycle
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.service import known_meeting
from parley.backend.telemetry.models import AgentBucketRow, BucketRow, PageRow, ServerEventRow
from parley.backend.telemetry.packing import unpacked
from parley.backend.telemetry.refusals import Refusals
from parley.backend.telemetry.repository import (
    agent_buckets_of,
    buckets_of,
    events_of,
    meetings_told_of,
    pages_of,
    sfu_buckets_between,
)
from parley.backend.telemetry.timeline import placed
from parley.contracts.ids import LeaseId, MeetingId, ParticipantIdentity
from parley.contracts.meetings import MeetingState
from parley.contracts.problems import ProblemCode
from parley.contracts.telemetry.meeting import (
    AgentBucket,
    AgentTelemetry,
    MeetingsWithTelemetry,
    MeetingTelemetry,
    MeetingWithTelemetry,
    PageTelemetry,
    ServerEvent,
    SfuBucket,
    TelemetryPerson,
)
from parley.contracts.telemetry.page import PageMarks, TelemetryBucket

LISTED_MAX = 200


class SupportTokenInvalid(NotProven):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.SUPPORT_TOKEN_INVALID,
            "Send the support token as a bearer token; PARLEY_SUPPORT_TOKEN sets it.",
        )


class TelemetryReader:
    """Args: support_token: What support proves itself with; null: there is no support here."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        times: MeetingTimes,
        refusals: Refusals,
        support_token: SecretStr | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._times = times
        self._refusals = refusals
        self._support_token = support_token
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def reading(self, meeting_id: str, credential: str | None) -> AsyncIterator[MeetingTelemetry]:
        """Everything about one meeting, for a host of it or support. Raises as `prove` does.

        One at a time, until the block ends: a bucket of a full room is 36 kB in memory, and so an hour of 25
        people 650 MB.
        """
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            if not self._is_support(credential):
                await prove(session, meeting, credential, Action.READ_TELEMETRY)
        async with self._turn:
            yield await self._read(meeting_id)

    async def meetings(self, credential: str | None) -> MeetingsWithTelemetry:
        """The newest meetings that were told of, for support. Raises SupportTokenInvalid."""
        if not self._is_support(credential):
            raise SupportTokenInvalid
        async with self._database.reading() as session:
            found = await meetings_told_of(session, LISTED_MAX)
        return MeetingsWithTelemetry(
            meetings=[
                MeetingWithTelemetry(
                    meeting_id=MeetingId(meeting.meeting_id),
                    title=meeting.title,
                    state=meeting.state,
                    started_at=meeting.started_at or meeting.created_at,
                    ended_at=meeting.ended_at,
                    people=people,
                )
                for meeting, people in found
            ]
        )

    async def _read(self, meeting_id: str) -> MeetingTelemetry:
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            people = await participants_of(session, meeting_id)
            pages, buckets = await pages_of(session, meeting_id), await buckets_of(session, meeting_id)
            leases = await leases_of(session, meeting_id)
            agent_buckets = await agent_buckets_of(session, meeting_id)
            sfu = await self._sfu(session, meeting)
            events = await events_of(session, meeting_id)
        # An hour of ten people is thousands of buckets: unpacked here, they would hold up everybody's calls.
        told = await asyncio.to_thread(_pages, pages, buckets)
        return MeetingTelemetry(
            type="parley.meeting_telemetry",
            meeting_id=MeetingId(meeting_id),
            title=meeting.title,
            state=meeting.state,
            started_at=meeting.started_at,
            now_ms=self._now_ms(meeting),
            people=[
                TelemetryPerson(
                    identity=ParticipantIdentity(person.identity),
                    name=person.name,
                    role=person.role,
                    joined_ms=_ms_between(meeting.started_at, person.joined_at),
                )
                for person in people
            ],
            pages=told,
            agents=await asyncio.to_thread(_agents, leases, agent_buckets),
            sfu=sfu,
            events=[_event(row) for row in events],
            refused=self._refusals.of(meeting_id),
        )

    def _is_support(self, credential: str | None) -> bool:
        token = self._support_token
        return token is not None and credential is not None and is_same(credential, token.get_secret_value())

    def _now_ms(self, meeting: MeetingRow) -> int:
        if meeting.state is MeetingState.ENDED:
            return lifecycle.length_ms(meeting)
        return self._times.now_ms(meeting.meeting_id, meeting.started_at)

    async def _sfu(self, session: AsyncSession, meeting: MeetingRow) -> list[SfuBucket]:
        if meeting.started_at is None:
            return []
        end = meeting.ended_at or self._clock.now() + timedelta(seconds=1)
        rows = await sfu_buckets_between(session, meeting.started_at, end)
        return [
            SfuBucket(start_ms=_ms_between(meeting.started_at, row.started_at), **row.body) for row in rows
        ]


def _pages(pages: Sequence[PageRow], buckets: Sequence[BucketRow]) -> list[PageTelemetry]:
    by_page: dict[int, list[TelemetryBucket]] = defaultdict(list)
    for row in buckets:
        by_page[row.page_key].append(unpacked(row.body, TelemetryBucket))
    return [
        PageTelemetry(
            participant=ParticipantIdentity(page.participant),
            page_id=page.page_id,
            marks=PageMarks(**page.marks),
            buckets=[placed(bucket, page.offset_ms) for bucket in by_page[page.page_key]],
        )
        for page in pages
    ]


def _agents(leases: Sequence[LeaseRow], buckets: Sequence[AgentBucketRow]) -> list[AgentTelemetry]:
    by_lease: dict[str, list[AgentBucket]] = defaultdict(list)
    for row in buckets:
        by_lease[row.lease_id].append(unpacked(row.body, AgentBucket))
    return [
        AgentTelemetry(
            lease_id=LeaseId(lease.lease_id),
            agent_identity=ParticipantIdentity(lease.agent_identity),
            buckets=by_lease[lease.lease_id],
        )
        for lease in leases
        if lease.lease_id in by_lease
    ]


def _event(row: ServerEventRow) -> ServerEvent:
    participant = None if row.participant is None else ParticipantIdentity(row.participant)
    return ServerEvent(kind=row.kind, at_ms=row.at_ms, participant=participant)


def _ms_between(start: datetime | None, moment: datetime) -> int:
    """Both of this machine's wall clock."""
    return 0 if start is None else max(0, round((moment - start).total_seconds() * 1000))

"""Diagnoses of meetings: one for its hosts and support, a list for support, and one's own while it runs."""

import asyncio

from parley.backend.access.policy import Action
from parley.backend.access.profiles import NobodyByName
from parley.backend.access.proof import prove
from parley.backend.db import Database
from parley.backend.diagnosis.diagnose import diagnose
from parley.backend.diagnosis.own import own_quality
from parley.backend.diagnosis.repository import (
    bucket_counts,
    newest_buckets,
    newest_pages,
    on_meeting_clock,
)
from parley.backend.diagnosis.uplinks import RECENT_BUCKETS, RecentUplinks
from parley.backend.meetings.service import known_meeting
from parley.backend.telemetry.reading import TelemetryReader
from parley.contracts.diagnosis import (
    DiagnosedMeeting,
    DiagnosedMeetings,
    Level,
    MeetingDiagnosis,
    OwnQuality,
)
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.meeting import MeetingWithTelemetry
from parley.contracts.telemetry.page import TelemetryBucket

LISTED_MAX = 50
REMEMBERED_MAX = 500
SPEAKERS_MAX = 4
"""Of those whom a person hears, so many are looked at to tell their losses from the person's own."""

_WORST_FIRST = {Level.POOR: 0, Level.FAIR: 1, Level.UNKNOWN: 2, Level.GOOD: 3}


class DiagnosisService:
    """Remembers the verdict on a meeting for as long as nothing more is told of it."""

    def __init__(self, database: Database, telemetry: TelemetryReader) -> None:
        self._database = database
        self._telemetry = telemetry
        self._uplinks = RecentUplinks(database)
        self._remembered: dict[str, tuple[int, DiagnosedMeeting]] = {}

    async def diagnose(self, meeting_id: str, credential: str | None) -> MeetingDiagnosis:
        """Why a meeting was as it was, for a host of it or support. Raises as `prove` does."""
        async with self._telemetry.reading(meeting_id, credential) as telemetry:
            return await asyncio.to_thread(diagnose, telemetry)

    async def meetings(self, credential: str | None) -> DiagnosedMeetings:
        """The newest meetings, the worst first, for support. Raises SupportTokenInvalid."""
        told = (await self._telemetry.meetings(credential)).meetings[:LISTED_MAX]
        async with self._database.reading() as session:
            counts = await bucket_counts(session, (meeting.meeting_id for meeting in told))
        found = [await self._listed(one, counts.get(one.meeting_id, 0), credential) for one in told]
        found.sort(key=lambda meeting: _WORST_FIRST[meeting.level])
        return DiagnosedMeetings(meetings=found)

    async def own(self, meeting_id: str, credential: str | None) -> OwnQuality:
        """What is one's own fault, by what one's page told last. Raises as `prove`, and NobodyByName."""
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            bearer = await prove(session, meeting, credential, Action.READ_OWN_QUALITY)
            if bearer.identity is None:
                raise NobodyByName
            who = ParticipantIdentity(bearer.identity)
            pages = await newest_pages(session, meeting_id, [who])
            rows = await newest_buckets(session, pages[who].page_key, RECENT_BUCKETS) if pages else []
        if not rows:
            return OwnQuality(cause=None, advice=[])
        buckets = await asyncio.to_thread(on_meeting_clock, pages[who], rows)
        uplinks = await self._uplinks.of(meeting_id, _loudest(buckets[-1]))
        return await asyncio.to_thread(own_quality, who, buckets, uplinks)

    async def _listed(
        self, meeting: MeetingWithTelemetry, buckets: int, credential: str | None
    ) -> DiagnosedMeeting:
        known = self._remembered.get(meeting.meeting_id)
        if known is not None and known[0] == buckets and known[1].state is meeting.state:
            return known[1]
        listed = summary(await self.diagnose(meeting.meeting_id, credential), meeting)
        if len(self._remembered) >= REMEMBERED_MAX:
            self._remembered.pop(next(iter(self._remembered)))
        self._remembered[meeting.meeting_id] = (buckets, listed)
        return listed


def summary(diagnosis: MeetingDiagnosis, meeting: MeetingWithTelemetry) -> DiagnosedMeeting:
    """A line of the list."""
    first = diagnosis.findings[0] if diagnosis.findings else None
    names = {person.identity: person.name for person in diagnosis.people}
    return DiagnosedMeeting(
        meeting_id=meeting.meeting_id,
        title=meeting.title,
        state=meeting.state,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        people=meeting.people,
        level=diagnosis.level,
        cause=first.cause if first else None,
        cause_name=names.get(first.who) if first and first.who else None,
    )


def _loudest(bucket: TelemetryBucket) -> list[ParticipantIdentity]:
    rows = sorted(bucket.downlink_audio, key=lambda row: -row.packets)
    return [row.speaker for row in rows[:SPEAKERS_MAX]]

"""Takes what pages tell of their own calls: each bucket once, as the word of whoever proved it."""

from collections.abc import Callable
from datetime import timedelta

from parley.backend.access.attempts import Attempts
from parley.backend.access.credentials import digest, matches
from parley.backend.access.proof import CredentialInvalid, ParticipantRemoved
from parley.backend.access.repository import find_by_resume_digest
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotAllowed
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.service import MeetingEnded, known_meeting
from parley.backend.telemetry.models import BucketRow, PageRow
from parley.backend.telemetry.packing import packed
from parley.backend.telemetry.repository import find_page
from parley.backend.telemetry.timeline import offset_ms, refuse_impossible, refuse_seen
from parley.contracts.meetings import MeetingState
from parley.contracts.problems import ProblemCode
from parley.contracts.telemetry.page import TelemetryBatch, TelemetryBucket

AFTER_END_S = 120
"""For how long the last batches of a meeting that has ended are taken; a beacon takes no second."""


class TelemetryOff(NotAllowed):
    def __init__(self) -> None:
        super().__init__(ProblemCode.TELEMETRY_OFF, "This deployment keeps no telemetry. Send none.")


class TelemetryIntake:
    """Args: taken: Told what was stored. is_on: Whether any is."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        times: MeetingTimes,
        attempts: Attempts,
        taken: Callable[[list[TelemetryBucket]], None],
        *,
        is_on: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._times = times
        self._attempts = attempts
        self._taken = taken
        self._is_on = is_on

    async def take(self, meeting_id: str, batch: TelemetryBatch, address: str) -> None:
        """Store all of it or nothing.

        Raises:
            TelemetryOff: None is kept.
            TooManyAttempts: From this address, or by this credential.
            CredentialInvalid: Not of this meeting; ParticipantRemoved, MeetingEnded, MeetingNotFound alike.
            TelemetryUntimely: Times that cannot be; TelemetryReplayed: of what is stored.
        """
        if not self._is_on:
            raise TelemetryOff
        proof = digest(batch.resume_secret)
        self._attempts.count_telemetry(address, proof)
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            person = await find_by_resume_digest(session, meeting_id, proof)
        if person is None or not matches(batch.resume_secret, person.resume_digest):
            raise CredentialInvalid
        if person.removed_at is not None:
            raise ParticipantRemoved
        self._refuse_long_ended(meeting)
        now_ms = self._times.now_ms(meeting_id, meeting.started_at)
        refuse_impossible(batch.buckets, batch.sent_at_ms, now_ms)
        bodies = [packed(bucket) for bucket in batch.buckets]
        async with self._database.writing() as session:
            page = await find_page(session, person.identity, batch.page_id)
            if page is not None:
                refuse_seen(batch.buckets[0], page.last_sequence, page.last_end_ms)
            behind_ms = offset_ms(None if page is None else page.offset_ms, batch.sent_at_ms, now_ms)
            if page is None:
                page = PageRow(meeting_id=meeting_id, participant=person.identity, page_id=batch.page_id)
                session.add(page)
            last = batch.buckets[-1]
            page.marks = batch.marks.model_dump(mode="json")
            page.offset_ms = behind_ms
            page.last_sequence, page.last_end_ms = last.sequence, last.start_ms + last.duration_ms
            page.received_at = self._clock.now()
            await session.flush()
            for bucket, body in zip(batch.buckets, bodies, strict=True):
                session.add(BucketRow(page_key=page.page_key, sequence=bucket.sequence, body=body))
        self._taken(batch.buckets)

    def _refuse_long_ended(self, meeting: MeetingRow) -> None:
        if meeting.state is not MeetingState.ENDED or meeting.ended_at is None:
            return
        if self._clock.now() - meeting.ended_at > timedelta(seconds=AFTER_END_S):
            raise MeetingEnded

"""Notes of a meeting: asked for, handed to a worker for a while, kept when they come."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.access.repository import participants_of
from parley.backend.captions.repository import as_segment, has_segments, segments_of
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotFound
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.service import known_meeting
from parley.backend.notes.models import NotesRequestRow
from parley.backend.notes.repository import find_request, newest_request, unfinished_requests
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.ingest import NotesParticipant, NotesRequest, NotesResult, NotesSource
from parley.contracts.meetings import MeetingState
from parley.contracts.notes import MeetingNotes, Notes, NotesState
from parley.contracts.problems import ProblemCode

LEASE_S = 30.0  # extractive notes of an hour take well under a second; a slow model may take this long
MAX_ATTEMPTS = 5
REQUESTS_A_REPORT = 2


class NotesService:
    """Args: is_silent: Whether a worker was not heard of for so long that its work is given away."""

    def __init__(self, database: Database, clock: Clock, is_silent: Callable[[str], bool]) -> None:
        self._database = database
        self._clock = clock
        self._is_silent = is_silent

    async def read(self, meeting_id: str, credential: str | None) -> MeetingNotes:
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.READ_NOTES)
            return as_meeting_notes(meeting, await newest_request(session, meeting_id))

    async def ask_again(self, meeting_id: str, credential: str | None) -> MeetingNotes:
        """A host asks for notes, made anew; a request that nobody has finished yet is answer enough."""
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.ASK_FOR_NOTES)
            request = await newest_request(session, meeting_id)
            if request is None or request.finished_at is not None:
                request = new_request(meeting_id, self._clock.now())
                session.add(request)
            return as_meeting_notes(meeting, request)

    async def hand_out(self, worker_id: str) -> list[NotesRequest]:
        """Lease the oldest work that nobody has in hand to this worker."""
        now = self._clock.now()
        async with self._database.reading() as session:
            if not any(self._is_open(request, now) for request in await unfinished_requests(session)):
                return []
        async with self._database.writing() as session:
            handed: list[NotesRequest] = []
            for request in await unfinished_requests(session):
                if len(handed) == REQUESTS_A_REPORT:
                    break
                if not self._is_open(request, now):
                    continue
                if request.attempts >= MAX_ATTEMPTS:
                    request.finished_at, request.has_failed = now, True
                    continue
                request.attempts += 1
                request.leased_to, request.leased_until = worker_id, now + timedelta(seconds=LEASE_S)
                handed.append(
                    NotesRequest(request_id=request.request_id, meeting_id=MeetingId(request.meeting_id))
                )
            return handed

    async def source(self, request_id: str) -> NotesSource:
        """What notes are made from: the transcript and who was there."""
        async with self._database.reading() as session:
            request = await _known_request(session, request_id)
            people = await participants_of(session, request.meeting_id)
            return NotesSource(
                meeting_id=MeetingId(request.meeting_id),
                participants=[
                    NotesParticipant(identity=ParticipantIdentity(person.identity), name=person.name)
                    for person in people
                ],
                segments=[as_segment(row) for row in await segments_of(session, request.meeting_id)],
            )

    async def take_result(self, request_id: str, result: NotesResult) -> None:
        """Keep the notes; the first result of a request stands."""
        async with self._database.writing() as session:
            request = await _known_request(session, request_id)
            if request.finished_at is None or request.has_failed:
                request.finished_at, request.has_failed = self._clock.now(), False
                request.notes = result.notes.model_dump(mode="json") if result.notes else None

    def _is_open(self, request: NotesRequestRow, now: datetime) -> bool:
        if request.leased_to is None or request.leased_until is None:
            return True
        return request.leased_until <= now or self._is_silent(request.leased_to)


async def request_final_notes(session: AsyncSession, meeting: MeetingRow, now: datetime) -> None:
    """Ask for the notes of an ended meeting. One in which nothing was said has its answer at once."""
    request = new_request(meeting.meeting_id, now)
    if not await has_segments(session, meeting.meeting_id):
        request.finished_at = now
    session.add(request)
    meeting.notes_requested_at = now


def new_request(meeting_id: str, now: datetime) -> NotesRequestRow:
    return NotesRequestRow(
        request_id=secrets.token_urlsafe(16),
        meeting_id=meeting_id,
        requested_at=now,
        attempts=0,
        has_failed=False,
    )


def as_meeting_notes(meeting: MeetingRow, newest: NotesRequestRow | None) -> MeetingNotes:
    state = _state(meeting, newest)
    is_ready = state is NotesState.READY and newest is not None
    return MeetingNotes(
        meeting_id=MeetingId(meeting.meeting_id),
        state=state,
        is_ai_generated=True,
        generated_at=newest.finished_at if is_ready and newest else None,
        notes=Notes.model_validate(newest.notes) if is_ready and newest else None,
    )


def _state(meeting: MeetingRow, newest: NotesRequestRow | None) -> NotesState:
    is_final_due = (
        meeting.state is MeetingState.ENDED and meeting.notes_on and meeting.notes_requested_at is None
    )
    if is_final_due:
        return NotesState.PENDING
    if newest is None:
        return NotesState.PENDING if meeting.notes_on else NotesState.OFF
    if newest.has_failed:
        return NotesState.FAILED
    if newest.finished_at is None:
        return NotesState.PENDING
    return NotesState.READY if newest.notes is not None else NotesState.EMPTY


async def _known_request(session: AsyncSession, request_id: str) -> NotesRequestRow:
    request = await find_request(session, request_id)
    if request is None:
        raise NotFound(ProblemCode.NOTES_REQUEST_NOT_FOUND, "There is no such request for notes.")
    return request

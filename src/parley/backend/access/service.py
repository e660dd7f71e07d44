"""Lets people in, lets them back in, and puts them out."""

from collections.abc import Callable
from datetime import timedelta

from parley.backend.access.attempts import Attempts
from parley.backend.access.credentials import CredentialKind, digest, matches, new_credential, new_identity
from parley.backend.access.models import Participant
from parley.backend.access.policy import Action, joined_role
from parley.backend.access.profiles import room_attributes
from parley.backend.access.proof import CredentialInvalid, ParticipantRemoved, prove
from parley.backend.access.repository import find_by_resume_digest, find_participant
from parley.backend.agents.standing import RoomStanding
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import NotFound, NotProven
from parley.backend.meetings import lifecycle
from parley.backend.meetings.languages import known_language
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.rooms import MeetingRooms
from parley.backend.meetings.service import known_meeting, refuse_ended
from parley.backend.sfu.port import Sfu
from parley.backend.sfu.tokens import TokenMint
from parley.contracts.access import JoinRequest, JoinResponse, ResumeRequest, Role
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.problems import ProblemCode


class AccessService:
    """Args: sfu_url: The SFU as browsers reach it. poke: Wakes the reconciler."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sfu: Sfu,
        rooms: MeetingRooms,
        standing: RoomStanding,
        attempts: Attempts,
        mint: TokenMint,
        sfu_url: str,
        poke: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._sfu = sfu
        self._rooms = rooms
        self._standing = standing
        self._attempts = attempts
        self._mint = mint
        self._sfu_url = sfu_url
        self._poke = poke

    async def join(self, meeting_id: str, request: JoinRequest, address: str) -> JoinResponse:
        """Let a person in under a new identity; the first one starts the meeting.

        Raises LanguageUnknown, among others.
        """
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            refuse_ended(meeting)
            self._attempts.count_join(address, meeting_id)
            role = _role(meeting, request)
            language = known_language(request.language)
            reading_language = known_language(request.reading_language)
            metadata = await self._standing.metadata(session, meeting)
        await self._rooms.open(metadata)

        resume_secret = new_credential(CredentialKind.RESUME_SECRET)
        participant = Participant(
            identity=new_identity("p"),
            meeting_id=meeting_id,
            name=request.name,
            role=role,
            language=language,
            reading_language=reading_language,
            resume_digest=digest(resume_secret),
            joined_at=self._clock.now(),
        )
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            refuse_ended(meeting)  # it may have ended while the SFU made the room
            lifecycle.start(meeting, self._clock.now())
            session.add(participant)
        self._poke()
        return self._response(participant, resume_secret)

    async def resume(self, meeting_id: str, request: ResumeRequest) -> JoinResponse:
        """Give the same person a fresh token, and the meeting its room if the SFU forgot it."""
        async with self._database.reading() as session:
            meeting = await known_meeting(session, meeting_id)
            participant = await find_by_resume_digest(session, meeting_id, digest(request.resume_secret))
            if participant is None or not matches(request.resume_secret, participant.resume_digest):
                raise CredentialInvalid
            refuse_ended(meeting)
            if participant.removed_at is not None:
                raise ParticipantRemoved
            metadata = await self._standing.metadata(session, meeting)
        await self._rooms.open(metadata)
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            refuse_ended(meeting)
            lifecycle.start(meeting, self._clock.now())
        self._poke()
        return self._response(participant, request.resume_secret)

    async def remove(self, meeting_id: str, credential: str | None, identity: str) -> None:
        """Put a person out for good; if the SFU is down now, the reconciler does it as soon as it is up."""
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.REMOVE_PARTICIPANT)
            refuse_ended(meeting)
            participant = await find_participant(session, meeting_id, identity)
            if participant is None:
                raise NotFound(
                    ProblemCode.PARTICIPANT_NOT_FOUND, "Nobody of this identity joined this meeting."
                )
            participant.removed_at = participant.removed_at or self._clock.now()
        await self._sfu.remove(MeetingId(meeting_id), identity)

    def _response(self, participant: Participant, resume_secret: str) -> JoinResponse:
        meeting_id = MeetingId(participant.meeting_id)
        return JoinResponse(
            meeting_id=meeting_id,
            identity=ParticipantIdentity(participant.identity),
            name=participant.name,
            role=participant.role,
            token=self._mint.join_token(
                meeting_id,
                participant.identity,
                participant.name,
                participant.role,
                room_attributes(participant),
            ),
            expires_at=self._clock.now() + timedelta(seconds=self._mint.ttl_s),
            sfu_url=self._sfu_url,
            resume_secret=resume_secret,
        )


def _role(meeting: MeetingRow, request: JoinRequest) -> Role:
    if request.host_key is not None and not matches(request.host_key, meeting.host_key_digest):
        raise CredentialInvalid
    role = joined_role(request.role, has_host_key=request.host_key is not None)
    if role is None:
        raise NotProven(ProblemCode.CREDENTIAL_MISSING, "To join as host, send the host key of this meeting.")
    return role

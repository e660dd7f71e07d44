"""What people do with meetings: make one, look at it, change it, end it."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.credentials import CredentialKind, digest, new_credential
from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.access.repository import host_name
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.errors import Gone, InvalidRequest, NotFound
from parley.backend.meetings import codes, lifecycle
from parley.backend.meetings.ids import new_meeting_id
from parley.backend.meetings.languages import known_language
from parley.backend.meetings.models import MeetingRow
from parley.backend.meetings.repository import find_by_code, find_meeting
from parley.contracts.ids import MeetingId
from parley.contracts.meetings import Meeting, MeetingCreate, MeetingCreated, MeetingState, MeetingUpdate
from parley.contracts.problems import ProblemCode


class MeetingNotFound(NotFound):
    """The same for an id that is malformed, unknown, or whatever else: it tells nothing."""

    def __init__(self) -> None:
        super().__init__(
            ProblemCode.MEETING_NOT_FOUND, "There is no such meeting. Check the link or the code."
        )


class MeetingEnded(Gone):
    def __init__(self) -> None:
        super().__init__(ProblemCode.MEETING_ENDED, "This meeting is over. Start a new one to meet again.")


class MeetingService:
    """Args: poke: Wakes the reconciler; what was stored is then carried to the room at once."""

    def __init__(self, database: Database, clock: Clock, poke: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._poke = poke

    async def create(self, wish: MeetingCreate) -> MeetingCreated:
        """Raises LanguageUnknown."""
        host_key = new_credential(CredentialKind.HOST_KEY)
        meeting = MeetingRow(
            meeting_id=new_meeting_id(),
            code=codes.new_code(),
            host_key_digest=digest(host_key),
            title=wish.title,
            state=MeetingState.WAITING,
            captions_on=wish.captions_on,
            notes_on=wish.notes_on,
            language=known_language(wish.language),
            profanity=wish.profanity,
            speech_engine=wish.speech_engine,
            changed_by="",
            created_at=self._clock.now(),
        )
        async with self._database.writing() as session:
            while await find_by_code(session, meeting.code):
                meeting.code = codes.new_code()
            session.add(meeting)
        return MeetingCreated(meeting=as_meeting(meeting), host_key=host_key)

    async def get(self, meeting_id: str) -> Meeting:
        async with self._database.reading() as session:
            return as_meeting(await known_meeting(session, meeting_id))

    async def get_by_code(self, typed: str) -> Meeting:
        code = codes.parsed(typed)
        if code is None:
            raise InvalidRequest(
                ProblemCode.CODE_MALFORMED,
                "A meeting code is ten letters, like abc-defg-hjk; i, l and o never occur.",
            )
        async with self._database.reading() as session:
            meeting = await find_by_code(session, code)
            if meeting is None:
                raise MeetingNotFound
            return as_meeting(meeting)

    async def update(self, meeting_id: str, credential: str | None, wish: MeetingUpdate) -> Meeting:
        """Change what the host names. Raises LanguageUnknown, among what `prove` raises."""
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            bearer = await prove(session, meeting, credential, Action.UPDATE_MEETING)
            refuse_ended(meeting)
            before = (meeting.captions_on, meeting.notes_on)
            meeting.captions_on = before[0] if wish.captions_on is None else wish.captions_on
            meeting.notes_on = before[1] if wish.notes_on is None else wish.notes_on
            if before != (meeting.captions_on, meeting.notes_on):
                meeting.changed_by = bearer.name or await host_name(session, meeting_id)
            if "language" in wish.model_fields_set:  # null names something: the deployment's own setting
                meeting.language = known_language(wish.language)
            meeting.profanity = wish.profanity or meeting.profanity
            meeting.speech_engine = wish.speech_engine or meeting.speech_engine
            updated = as_meeting(meeting)
        self._poke()
        return updated

    async def end(self, meeting_id: str, credential: str | None) -> Meeting:
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            await prove(session, meeting, credential, Action.END_MEETING)
            lifecycle.end(meeting, self._clock.now())
            ended = as_meeting(meeting)
        self._poke()
        return ended


async def known_meeting(session: AsyncSession, meeting_id: str) -> MeetingRow:
    """The meeting of this id, ended or not. Raises MeetingNotFound."""
    meeting = await find_meeting(session, meeting_id)
    if meeting is None:
        raise MeetingNotFound
    return meeting


def refuse_ended(meeting: MeetingRow) -> None:
    if meeting.state is MeetingState.ENDED:
        raise MeetingEnded


def as_meeting(row: MeetingRow) -> Meeting:
    return Meeting(
        meeting_id=MeetingId(row.meeting_id),
        code=codes.shown(row.code),
        title=row.title,
        state=row.state,
        captions_on=row.captions_on,
        notes_on=row.notes_on,
        language=row.language,
        profanity=row.profanity,
        speech_engine=row.speech_engine,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )

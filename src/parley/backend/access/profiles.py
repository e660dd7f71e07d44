"""What people change about themselves while they are in a meeting."""

import contextlib
from collections.abc import Callable

from parley.backend.access.models import Participant
from parley.backend.access.policy import Action
from parley.backend.access.proof import prove
from parley.backend.access.repository import find_participant
from parley.backend.db import Database
from parley.backend.errors import NotAllowed
from parley.backend.meetings.languages import known_language
from parley.backend.meetings.service import known_meeting, refuse_ended
from parley.backend.sfu.port import Sfu, SfuDown
from parley.contracts.access import ParticipantUpdate
from parley.contracts.ids import MeetingId
from parley.contracts.problems import ProblemCode
from parley.contracts.room import ATTRIBUTE_LANGUAGE, ATTRIBUTE_READING_LANGUAGE


class NobodyByName(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.NOT_ALLOWED, "The host key is nobody in the room. Send your own resume secret."
        )


class ProfileService:
    """Args: poke: Wakes the reconciler, which tells the room what the SFU did not take now."""

    def __init__(self, database: Database, sfu: Sfu, poke: Callable[[], None]) -> None:
        self._database = database
        self._sfu = sfu
        self._poke = poke

    async def update(self, meeting_id: str, credential: str | None, update: ParticipantUpdate) -> None:
        """Store it and tell the room. Raises LanguageUnknown, NobodyByName and what `prove` raises."""
        async with self._database.writing() as session:
            meeting = await known_meeting(session, meeting_id)
            bearer = await prove(session, meeting, credential, Action.UPDATE_SELF)
            if bearer.identity is None:
                raise NobodyByName
            refuse_ended(meeting)
            changes = {name: known_language(getattr(update, name)) for name in update.model_fields_set}
            participant = await find_participant(session, meeting_id, bearer.identity)
            if participant is not None:
                for name, language in changes.items():
                    setattr(participant, name, language)
        with contextlib.suppress(SfuDown):
            attributes = {_ATTRIBUTES[name]: language or "" for name, language in changes.items()}
            await self._sfu.set_attributes(MeetingId(meeting_id), bearer.identity, attributes)
        self._poke()


def room_attributes(participant: Participant) -> dict[str, str]:
    """What the room is to know of somebody beside their role; an empty text: nothing."""
    return {attribute: getattr(participant, name) or "" for name, attribute in _ATTRIBUTES.items()}


def attributes_amiss(participant: Participant, in_room: dict[str, str]) -> dict[str, str]:
    """Attributes that the room has wrong, as they should be; an empty text: it should not be there."""
    return {
        attribute: text
        for attribute, text in room_attributes(participant).items()
        if in_room.get(attribute, "") != text
    }


# By the name of the field, which the contract's update and the row share.
_ATTRIBUTES = {"language": ATTRIBUTE_LANGUAGE, "reading_language": ATTRIBUTE_READING_LANGUAGE}

"""Turns a bearer credential into who its bearer is in one meeting."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.credentials import CredentialKind, digest, matches
from parley.backend.access.policy import Action, may
from parley.backend.access.repository import find_by_resume_digest
from parley.backend.errors import NotAllowed, NotProven
from parley.backend.meetings.models import MeetingRow
from parley.contracts.access import Role
from parley.contracts.problems import ProblemCode


@dataclass(frozen=True)
class Bearer:
    """Somebody who proved who they are in one meeting.

    Attributes:
        name: Display name, for `changed_by`; empty for the bare host key, which belongs to nobody by name.
        identity: Who they are in the room; null for the bare host key.
    """

    role: Role
    name: str
    identity: str | None


class CredentialInvalid(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.CREDENTIAL_INVALID, "This credential does not belong to this meeting. Join it again."
        )


class ParticipantRemoved(NotAllowed):
    def __init__(self) -> None:
        super().__init__(ProblemCode.PARTICIPANT_REMOVED, "The host removed you from this meeting.")


async def prove(session: AsyncSession, meeting: MeetingRow, credential: str | None, action: Action) -> Bearer:
    """Who bears the credential, if they may do this.

    Raises:
        NotProven: There is no credential.
        NotAllowed: It is of no use here: of another meeting, of somebody removed, or of too small a role.
    """
    if not credential:
        raise NotProven(
            ProblemCode.CREDENTIAL_MISSING, "Send the host key or your resume secret as a bearer token."
        )
    bearer = await _bearer(session, meeting, credential)
    if not may(bearer.role, action):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Only a host of this meeting may do this.")
    return bearer


async def _bearer(session: AsyncSession, meeting: MeetingRow, credential: str) -> Bearer:
    if credential.startswith(CredentialKind.HOST_KEY):
        if not matches(credential, meeting.host_key_digest):
            raise CredentialInvalid
        return Bearer(Role.HOST, "", None)
    participant = await find_by_resume_digest(session, meeting.meeting_id, digest(credential))
    if participant is None or not matches(credential, participant.resume_digest):
        raise CredentialInvalid
    if participant.removed_at is not None:
        raise ParticipantRemoved
    return Bearer(participant.role, participant.name, participant.identity)

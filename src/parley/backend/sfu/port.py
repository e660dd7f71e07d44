"""What the control plane wants of an SFU. `livekit` is the real one, `fake` keeps rooms in memory."""

from dataclasses import dataclass, field
from typing import Protocol

from parley.backend.errors import Unavailable
from parley.contracts.ids import CheckId, MeetingId
from parley.contracts.ingest import AgentDispatch
from parley.contracts.problems import ProblemCode
from parley.contracts.room import RoomMetadata


class SfuDown(Unavailable):
    """The SFU did not answer, or not as it should."""

    def __init__(self) -> None:
        super().__init__(
            ProblemCode.SFU_UNAVAILABLE, "The media server does not answer. Try again in a few seconds."
        )


class RoomMissing(Exception):
    """The SFU knows no such room: it never did, or a restart made it forget."""


@dataclass(frozen=True)
class RoomParticipant:
    """Somebody whom the SFU has in a room.

    Attributes:
        is_agent: What LiveKit says of its kind; a token of ours cannot claim it.
        attributes: What tokens and servers set; people cannot.
    """

    identity: str
    is_agent: bool
    attributes: dict[str, str] = field(default_factory=dict)


class Sfu(Protocol):
    """Rooms bear the id of their meeting. Every call raises SfuDown when the SFU does not do as asked."""

    async def ensure_room(self, metadata: RoomMetadata) -> bool:
        """Create the meeting's room unless it is there.

        True if it was created: only then it bears the metadata.
        """

    async def write_metadata(self, metadata: RoomMetadata) -> None:
        """Replace the room's metadata. Raises RoomMissing."""

    async def make_check_room(self, check_id: CheckId, people_max: int, empty_for_s: int) -> None:
        """Create a room without metadata that goes by itself when nobody is in it for so long."""

    async def delete_room(self, name: MeetingId | CheckId) -> None:
        """Take the room down and disconnect everybody; nothing happens if there is none."""

    async def rooms(self) -> frozenset[str]:
        """Names of all rooms, also of those that are not ours."""

    async def participants(self, meeting_id: MeetingId) -> list[RoomParticipant]:
        """Who is in the room; nobody if there is none."""

    async def remove(self, meeting_id: MeetingId, identity: str) -> None:
        """Disconnect somebody; nothing happens if they are not there."""

    async def set_attributes(self, meeting_id: MeetingId, identity: str, attributes: dict[str, str]) -> None:
        """Change these attributes of somebody and leave the others; an empty text takes one away.

        Nothing happens if they are not there.
        """

    async def dispatch(self, dispatch: AgentDispatch) -> str:
        """Ask for an agent in the room and give the dispatch's id. Not idempotent: each call is one agent.

        That the call succeeds does not mean that an agent comes: LiveKit drops one that finds no worker.
        """

    async def withdraw_dispatch(self, meeting_id: MeetingId, dispatch_id: str) -> None:
        """Take a dispatch back, and with it its agent; nothing happens if it is gone."""

    async def check(self) -> None:
        """Raise SfuDown unless the SFU answers us."""

    async def close(self) -> None:
        """Let go of connections."""

"""An SFU that keeps its rooms in memory. Passes the same conformance tests as the real one."""

from dataclasses import dataclass, field, replace

from parley.backend.sfu.port import RoomMissing, RoomParticipant, SfuDown
from parley.contracts.ids import CheckId, MeetingId
from parley.contracts.ingest import AgentDispatch
from parley.contracts.room import RoomMetadata


@dataclass(frozen=True)
class FakeCheckRoom:
    people_max: int
    empty_for_s: int


@dataclass
class FakeRoom:
    metadata: RoomMetadata
    participants: dict[str, RoomParticipant] = field(default_factory=dict)
    dispatches: dict[str, AgentDispatch] = field(default_factory=dict)


class FakeSfu:
    """A double with the real one's manners.

    Attributes:
        by_name: The rooms, open to tests.
        check_rooms: Those that were made for connection tests, by name.
        is_down: While true, every call raises SfuDown.
        history: Every metadata that was written, in order.
    """

    def __init__(self) -> None:
        self.by_name: dict[str, FakeRoom] = {}
        self.check_rooms: dict[str, FakeCheckRoom] = {}
        self.is_down = False
        self.history: list[RoomMetadata] = []
        self._dispatches_made = 0

    def enter(
        self,
        meeting_id: str,
        identity: str,
        *,
        is_agent: bool = False,
        attributes: dict[str, str] | None = None,
    ) -> None:
        """Somebody connects with a token; a room that is not there lets nobody in."""
        if meeting_id not in self.by_name:
            raise RoomMissing
        self.by_name[meeting_id].participants[identity] = RoomParticipant(
            identity, is_agent, attributes or {}
        )

    def leave(self, meeting_id: str, identity: str) -> None:
        self.by_name[meeting_id].participants.pop(identity)

    def restart(self) -> None:
        """Forget everything, as a LiveKit server does that is started again."""
        self.by_name.clear()
        self.check_rooms.clear()

    async def ensure_room(self, metadata: RoomMetadata) -> bool:
        await self.check()
        if metadata.meeting_id in self.by_name:
            return False
        self.by_name[metadata.meeting_id] = FakeRoom(metadata)
        self.history.append(metadata)
        return True

    async def write_metadata(self, metadata: RoomMetadata) -> None:
        (await self._room(metadata.meeting_id)).metadata = metadata
        self.history.append(metadata)

    async def make_check_room(self, check_id: CheckId, people_max: int, empty_for_s: int) -> None:
        await self.check()
        self.check_rooms[check_id] = FakeCheckRoom(people_max, empty_for_s)

    async def delete_room(self, name: MeetingId | CheckId) -> None:
        await self.check()
        self.by_name.pop(name, None)
        self.check_rooms.pop(name, None)

    async def rooms(self) -> frozenset[str]:
        await self.check()
        return frozenset(self.by_name) | frozenset(self.check_rooms)

    async def participants(self, meeting_id: MeetingId) -> list[RoomParticipant]:
        await self.check()
        room = self.by_name.get(meeting_id)
        return list(room.participants.values()) if room else []

    async def remove(self, meeting_id: MeetingId, identity: str) -> None:
        await self.check()
        if room := self.by_name.get(meeting_id):
            room.participants.pop(identity, None)

    async def set_attributes(self, meeting_id: MeetingId, identity: str, attributes: dict[str, str]) -> None:
        await self.check()
        room = self.by_name.get(meeting_id)
        if room is None or identity not in room.participants:
            return
        before = room.participants[identity]
        after = {name: text for name, text in (before.attributes | attributes).items() if text}
        room.participants[identity] = replace(before, attributes=after)

    async def dispatch(self, dispatch: AgentDispatch) -> str:
        room = await self._room(dispatch.meeting_id)
        self._dispatches_made += 1
        dispatch_id = f"AD_{self._dispatches_made}"
        room.dispatches[dispatch_id] = dispatch
        return dispatch_id

    async def withdraw_dispatch(self, meeting_id: MeetingId, dispatch_id: str) -> None:
        await self.check()
        room = self.by_name.get(meeting_id)
        if room and (dispatch := room.dispatches.pop(dispatch_id, None)):
            room.participants.pop(dispatch.agent_identity, None)

    async def check(self) -> None:
        if self.is_down:
            raise SfuDown

    async def close(self) -> None:
        self.is_down = True

    async def _room(self, meeting_id: str) -> FakeRoom:
        await self.check()
        if meeting_id not in self.by_name:
            raise RoomMissing
        return self.by_name[meeting_id]

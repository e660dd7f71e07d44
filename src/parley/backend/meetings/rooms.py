"""The LiveKit rooms of running meetings: there, and bearing the metadata that is true right now."""

from parley.backend.clock import Clock
from parley.backend.sfu.port import RoomMissing, Sfu
from parley.contracts.ids import MeetingId
from parley.contracts.room import RoomMetadata


class MeetingRooms:
    """Remembers what each room was last told, so that it is told only what is new to it."""

    def __init__(self, sfu: Sfu, clock: Clock) -> None:
        self._sfu = sfu
        self._clock = clock
        self._told: dict[str, RoomMetadata] = {}
        self._made_at_s: dict[str, float] = {}

    async def open(self, metadata: RoomMetadata) -> None:
        """Make sure that the room is there. One that stood already is not told. Raises SfuDown."""
        if await self._sfu.ensure_room(metadata):
            self._told[metadata.meeting_id] = metadata
            self._made_at_s[metadata.meeting_id] = self._clock.monotonic_s()

    def made_at_s(self, meeting_id: str) -> float | None:
        """When the room was last made, on the monotonic clock; None: not by this process."""
        return self._made_at_s.get(meeting_id)

    async def reopen(self, metadata: RoomMetadata) -> None:
        """The SFU has forgotten the room: create it again. Raises SfuDown."""
        self._told.pop(metadata.meeting_id, None)
        await self.open(metadata)

    async def tell(self, metadata: RoomMetadata) -> None:
        """Write the metadata if it is news to the room. Raises SfuDown."""
        if self._told.get(metadata.meeting_id) == metadata:
            return
        try:
            await self._sfu.write_metadata(metadata)
        except RoomMissing:
            await self.reopen(metadata)
        else:
            self._told[metadata.meeting_id] = metadata

    async def close(self, meeting_id: MeetingId) -> None:
        """Take the room down; everybody is disconnected. Raises SfuDown."""
        await self._sfu.delete_room(meeting_id)
        self._told.pop(meeting_id, None)
        self._made_at_s.pop(meeting_id, None)

"""LiveKit server behind the port, by its own API client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from parley.backend.sfu.port import RoomMissing, RoomParticipant, SfuDown
from parley.contracts.ids import CheckId, MeetingId
from parley.contracts.ingest import AgentDispatch
from parley.contracts.room import AGENT_NAME, RoomMetadata

CALL_TIMEOUT_S = 3.0
"""A call on loopback takes 2–40 ms; beyond this the SFU is as good as down."""


class LiveKitSfu:
    """Must be built inside a running event loop, and closed.

    Args:
        room_timeout_s: How long LiveKit keeps a room that nobody is in. Longer than a meeting may be empty,
            so that it is the backend that ends meetings.
    """

    def __init__(self, url: str, api_key: str, api_secret: str, room_timeout_s: int) -> None:
        self._api = api.LiveKitAPI(
            url, api_key, api_secret, timeout=aiohttp.ClientTimeout(total=CALL_TIMEOUT_S)
        )
        self._room_timeout_s = room_timeout_s

    async def ensure_room(self, metadata: RoomMetadata) -> bool:
        async with _sfu_errors():
            # CreateRoom on a room that exists would overwrite its stored metadata and tell nobody in it.
            if await self._has_room(metadata.meeting_id):
                return False
            await self._api.room.create_room(
                api.CreateRoomRequest(
                    name=metadata.meeting_id,
                    metadata=metadata.model_dump_json(),
                    empty_timeout=self._room_timeout_s,
                    departure_timeout=self._room_timeout_s,
                )
            )
        return True

    async def write_metadata(self, metadata: RoomMetadata) -> None:
        request = api.UpdateRoomMetadataRequest(room=metadata.meeting_id, metadata=metadata.model_dump_json())
        async with _room_errors():
            await self._api.room.update_room_metadata(request)

    async def make_check_room(self, check_id: CheckId, people_max: int, empty_for_s: int) -> None:
        async with _sfu_errors():
            await self._api.room.create_room(
                api.CreateRoomRequest(
                    name=check_id,
                    max_participants=people_max,
                    empty_timeout=empty_for_s,
                    departure_timeout=empty_for_s,
                )
            )

    async def delete_room(self, name: MeetingId | CheckId) -> None:
        async with _room_errors(ignore_missing=True):
            await self._api.room.delete_room(api.DeleteRoomRequest(room=name))

    async def rooms(self) -> frozenset[str]:
        async with _sfu_errors():
            found = await self._api.room.list_rooms(api.ListRoomsRequest())
        return frozenset(room.name for room in found.rooms)

    async def participants(self, meeting_id: MeetingId) -> list[RoomParticipant]:
        found = api.ListParticipantsResponse()
        async with _room_errors(ignore_missing=True):
            try:
                found = await self._api.room.list_participants(api.ListParticipantsRequest(room=meeting_id))
            except api.TwirpError as error:
                if error.code != api.TwirpErrorCode.UNAVAILABLE:
                    raise
                await self._rehouse(meeting_id)
        return [
            RoomParticipant(
                person.identity, person.kind == api.ParticipantInfo.Kind.AGENT, dict(person.attributes)
            )
            for person in found.participants
        ]

    async def remove(self, meeting_id: MeetingId, identity: str) -> None:
        async with _room_errors(ignore_missing=True):
            await self._api.room.remove_participant(
                api.RoomParticipantIdentity(room=meeting_id, identity=identity)
            )

    async def set_attributes(self, meeting_id: MeetingId, identity: str, attributes: dict[str, str]) -> None:
        request = api.UpdateParticipantRequest(room=meeting_id, identity=identity, attributes=attributes)
        async with _room_errors(ignore_missing=True):
            await self._api.room.update_participant(request)

    async def dispatch(self, dispatch: AgentDispatch) -> str:
        request = api.CreateAgentDispatchRequest(
            agent_name=AGENT_NAME, room=dispatch.meeting_id, metadata=dispatch.model_dump_json()
        )
        async with _room_errors():
            if not await self._has_room(dispatch.meeting_id):
                raise RoomMissing
            made = await self._api.agent_dispatch.create_dispatch(request)
        return made.id

    async def withdraw_dispatch(self, meeting_id: MeetingId, dispatch_id: str) -> None:
        async with _room_errors(ignore_missing=True):
            if await self._has_room(meeting_id):
                await self._api.agent_dispatch.delete_dispatch(dispatch_id, meeting_id)

    async def check(self) -> None:
        async with _sfu_errors():
            await self._api.room.list_rooms(api.ListRoomsRequest(names=["-"]))

    async def close(self) -> None:
        await self._api.aclose()

    async def _rehouse(self, meeting_id: MeetingId) -> None:
        """Give the room, as it is, to a node that lives: none answers for it, so the one that had it died.

        Until then nobody would say that it is empty, and it would stand for ever.
        """
        await self._api.room.create_room(
            api.CreateRoomRequest(
                name=meeting_id, empty_timeout=self._room_timeout_s, departure_timeout=self._room_timeout_s
            )
        )

    async def _has_room(self, meeting_id: MeetingId) -> bool:
        """Asked before a dispatch is touched: without its room LiveKit answers `unavailable`, after 3 s."""
        found = await self._api.room.list_rooms(api.ListRoomsRequest(names=[meeting_id]))
        return bool(found.rooms)


@asynccontextmanager
async def _sfu_errors() -> AsyncIterator[None]:
    """Whatever goes wrong, the SFU is down; that something is not found too, where nothing may be missing."""
    try:
        yield
    except (api.TwirpError, aiohttp.ClientError, TimeoutError, DecodeError) as error:
        raise SfuDown from error


@asynccontextmanager
async def _room_errors(*, ignore_missing: bool = False) -> AsyncIterator[None]:
    """For calls about one room, which may be missing."""
    async with _sfu_errors():
        try:
            yield
        except api.TwirpError as error:
            if error.code != api.TwirpErrorCode.NOT_FOUND:
                raise
            if not ignore_missing:
                raise RoomMissing from error

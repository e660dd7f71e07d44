"""The agent's place in a meeting's room, taken by a bench, so that it knows when something is published."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from livekit import api, rtc

from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.room import AiState, RoomMetadata, Topic
from parley.stack.stack import Stack

_AGENT = ParticipantIdentity("agent-bench")
_KNOWN_S = 4.0  # LiveKit tells of a participant without tracks up to 3 s late
READY_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class AgentsPlace:
    """A connected room, and who reads in it."""

    room: rtc.Room
    reader: ParticipantIdentity

    async def send(
        self, text: str, attributes: dict[str, str], readers: Sequence[ParticipantIdentity] | None = None
    ) -> None:
        """As the agent sends a caption: to everybody, or to these."""
        writer = await self.room.local_participant.stream_text(
            topic=Topic.TRANSCRIPTION,
            attributes=attributes,
            destination_identities=None if readers is None else list(readers),
        )
        await writer.write(text)
        await writer.aclose()


@asynccontextmanager
async def agents_place(stack: Stack, meeting_id: MeetingId) -> AsyncIterator[AgentsPlace]:
    """Once somebody has come to read."""
    sfu = stack.plan.sfu
    keys = (sfu.backend_keys.key, sfu.backend_keys.secret)
    grants = api.VideoGrants(room_join=True, room=meeting_id, agent=True)
    token = api.AccessToken(*keys).with_identity(_AGENT).with_kind("agent").with_grants(grants)
    async with api.LiveKitAPI(sfu.backend_url, *keys) as control:
        reader = await _reader(control, meeting_id)
        rooms = await control.room.list_rooms(api.ListRoomsRequest(names=[meeting_id]))
        metadata = RoomMetadata.model_validate_json(rooms.rooms[0].metadata)
        ours = metadata.model_copy(
            update={"agent_identity": _AGENT, "captions_on": True, "ai_state": AiState.LIVE}
        )
        request = api.UpdateRoomMetadataRequest(room=meeting_id, metadata=ours.model_dump_json())
        await control.room.update_room_metadata(request)
        room = rtc.Room()
        await room.connect(sfu.agent_url, token.to_jwt(), rtc.RoomOptions(auto_subscribe=False))
        try:
            await asyncio.sleep(_KNOWN_S)
            yield AgentsPlace(room, reader)
        finally:
            await room.disconnect()


async def _reader(control: api.LiveKitAPI, room: str) -> ParticipantIdentity:
    """Who reads in the browser, once the page is in the room."""
    async with asyncio.timeout(READY_TIMEOUT_S):
        while True:
            answer = await control.room.list_participants(api.ListParticipantsRequest(room=room))
            if answer.participants:
                return ParticipantIdentity(answer.participants[0].identity)
            await asyncio.sleep(0.1)

"""From the agent's publishing a caption to its being painted in a browser: our page in Chromium.

The bench takes the agent's place in the room and publishes through the agent's own publisher, so that the
moment of publishing is known. Both clocks are this machine's.
"""

import asyncio
import json
import os
import shutil
import sys
import time
from pathlib import Path

import numpy as np
from livekit import api, rtc

from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from parley.agent.captions.assembler import Caption
from parley.agent.room.publisher import CaptionPublisher
from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.room import AiState, RoomMetadata, Topic
from parley.rehearsal.deployment import Deployment
from parley.stack.stack import Stack

PEER = ""
CAPTIONS, EVERY_S = 100, 0.3
_WEB = Path(__file__).resolve().parents[2] / "web"
_AGENT = ParticipantIdentity("agent-bench")
_KNOWN_S = 4.0  # LiveKit tells of a participant without tracks up to 3 s late
_READY_TIMEOUT_S = 60.0


def run() -> list[Row]:
    """A hundred captions, a partial or final each 0.3 s."""
    if shutil.which(os.environ.get("CHROMIUM_PATH", "chromium")) is None:
        sys.exit("This bench needs Chromium: apt install chromium, or set CHROMIUM_PATH")
    latencies_ms = on_own_stack(_measure, "fake")
    if len(latencies_ms) < CAPTIONS * 0.9:
        raise SystemExit(f"Of {CAPTIONS} captions {len(latencies_ms)} were painted.")
    p50, p90, p95 = np.percentile(latencies_ms, [50, 90, 95])
    return [
        Row("captions painted", "captions", len(latencies_ms)),
        Row("publish to painted p50", "ms", float(p50), None, 60),
        Row("publish to painted p90", "ms", float(p90)),
        Row("publish to painted p95", "ms", float(p95)),
    ]


async def _measure(stack: Stack) -> list[float]:
    async with Deployment(stack.plan.backend_url) as deployment:
        created = await deployment.create_meeting("Bench", with_ai=False)
        meeting_id = created.meeting.meeting_id
        page = await asyncio.create_subprocess_exec(
            *("node", "scripts/painted.ts", f"{stack.web_url}/m/{meeting_id}"),
            cwd=_WEB,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert page.stdin is not None
        assert page.stdout is not None
        try:
            ready = await asyncio.wait_for(page.stdout.readline(), _READY_TIMEOUT_S)
            assert ready == b"ready\n", "the page joins"
            published = await _publish(stack, meeting_id)
            page.stdin.close()
            painted = json.loads(await asyncio.wait_for(page.stdout.readline(), _READY_TIMEOUT_S))
        finally:
            page.stdin.close()  # a page that is killed would leave its browser behind
            await asyncio.wait_for(page.wait(), _READY_TIMEOUT_S)
            await deployment.end_meeting(meeting_id, created.host_key)
    return [painted[text] - at_ms for text, at_ms in published.items() if text in painted]


async def _publish(stack: Stack, meeting_id: MeetingId) -> dict[str, float]:
    """Unix time in ms of each text's publishing."""
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
        published: dict[str, float] = {}

        async def send(text: str, attributes: dict[str, str]) -> None:
            published[text] = time.time() * 1000
            writer = await room.local_participant.stream_text(
                topic=Topic.TRANSCRIPTION, attributes=attributes
            )
            await writer.write(text)
            await writer.aclose()

        publisher = CaptionPublisher(send)
        sending = asyncio.create_task(publisher.run())
        await asyncio.sleep(_KNOWN_S)
        for number in range(CAPTIONS):
            publisher.publish(_caption(number, reader))
            await asyncio.sleep(EVERY_S)
        sending.cancel()
        await room.disconnect()
        return published


async def _reader(control: api.LiveKitAPI, room: str) -> ParticipantIdentity:
    """Who reads in the browser, once the page is in the room."""
    async with asyncio.timeout(_READY_TIMEOUT_S):
        while True:
            answer = await control.room.list_participants(api.ListParticipantsRequest(room=room))
            if answer.participants:
                return ParticipantIdentity(answer.participants[0].identity)
            await asyncio.sleep(0.1)


def _caption(number: int, speaker: ParticipantIdentity) -> Caption:
    """Four states a segment; each text differs from all others on the screen."""
    text = f"Caption {number} of this bench."
    return Caption(
        segment_id=SegmentId(f"SG_bench{number // 4:04d}"),
        speaker=speaker,
        track_id="TR_bench",
        language="en",
        start_ms=1000 * number,
        end_ms=1000 * number + 900,
        text=text,
        firm_characters=len(text) // 2,
        is_final=number % 4 == 3,
    )

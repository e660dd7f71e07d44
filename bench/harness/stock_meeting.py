"""A meeting that a stock transcriber captions, on the SFU of one of our stacks, without our agent."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

import psutil
from livekit import api, rtc

from parley.agent.engines.choice import SpeechEngine
from parley.contracts.access import JoinResponse, Role
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.rehearsal.cast import Cast
from parley.rehearsal.speaker import Speaker
from parley.rehearsal.timing import CaptionedSegment, CaptionUpdate
from parley.stack.stack import Stack

_TOPIC = "lk.transcription"
_HEARD_TIMEOUT_S = 60.0
_COUNTDOWN_S = 2.0
_QUIET_S = 4.0


@dataclass
class StockReader:
    """Reads captions as any LiveKit client does: by segment id, the newest text counts, whoever sent it."""

    updates: dict[str, list[CaptionUpdate]] = field(default_factory=lambda: defaultdict(list))
    tracks: dict[str, str] = field(default_factory=dict)
    last_s: float = 0.0
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    def on_stream(self, reader: rtc.TextStreamReader, _sender: str) -> None:
        """A text stream's handler."""
        task = asyncio.create_task(self._read(reader))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def segments_of(self, track_id: str) -> list[CaptionedSegment]:
        """The segments with words of one microphone, in order of first sight."""
        return [
            CaptionedSegment(tuple(updates))
            for segment_id, updates in self.updates.items()
            if self.tracks[segment_id] == track_id and updates[-1].text.strip()
        ]

    async def _read(self, reader: rtc.TextStreamReader) -> None:
        text = await reader.read_all()
        attributes = reader.info.attributes or {}
        segment_id = attributes["lk.segment_id"]
        self.last_s = monotonic()
        is_final = attributes["lk.transcription_final"] == "true"
        self.tracks[segment_id] = attributes["lk.transcribed_track_id"]
        self.updates[segment_id].append(CaptionUpdate(self.last_s, is_final, text))


@dataclass(frozen=True)
class StockPart:
    """How a part went: when it was played, on the monotonic clock, and what was captioned of it."""

    name: str
    began_s: float
    segments: list[CaptionedSegment]


@dataclass(frozen=True)
class StockRoom:
    """A room with people whom a stock transcriber hears."""

    speakers: list[Speaker]
    transcriber: psutil.Process
    reader: StockReader


async def stock_performance(stack: Stack, cast: Cast) -> list[StockPart]:
    """Plays a cast to the stock transcriber."""
    async with stock_room(stack, cast, SpeechEngine.WHISPER) as room:
        curtain_s = monotonic() + _COUNTDOWN_S
        for speaker, part in zip(room.speakers, cast.parts, strict=True):
            speaker.microphone.play_at(curtain_s + part.starts_at_s)
        await asyncio.sleep(_COUNTDOWN_S + cast.duration_s)
        while monotonic() < room.reader.last_s + _QUIET_S:  # noqa: ASYNC110 - how long nothing came is the point
            await asyncio.sleep(0.1)
        found = []
        for speaker, part in zip(room.speakers, cast.parts, strict=True):
            began_s = speaker.microphone.playback_began_s
            assert began_s is not None
            found.append(StockPart(part.name, began_s, room.reader.segments_of(speaker.track_id)))
        return found


@asynccontextmanager
async def stock_room(stack: Stack, cast: Cast, engine: SpeechEngine) -> AsyncIterator[StockRoom]:
    """A room in which everybody of the cast is heard; nothing is played yet."""
    sfu = stack.plan.sfu
    keys = (sfu.backend_keys.key, sfu.backend_keys.secret)
    name = f"stock-{monotonic():.6f}"
    speakers = [Speaker(part.recording) for part in cast.parts]
    reader, room = StockReader(), rtc.Room()
    async with api.LiveKitAPI(sfu.backend_url, *keys) as control:
        await control.room.create_room(api.CreateRoomRequest(name=name))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.harness.stock_transcriber"),
            *(sfu.agent_url, _token(keys, name, "stock", is_agent=True), engine),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdout is not None
        try:
            room.register_text_stream_handler(_TOPIC, reader.on_stream)
            token = _token(keys, name, "reader", is_hidden=True)  # nobody to transcribe
            await room.connect(sfu.agent_url, token, rtc.RoomOptions(auto_subscribe=False))
            await asyncio.gather(
                *(
                    speaker.enter(_joined(sfu.agent_url, keys, name, part.name))
                    for speaker, part in zip(speakers, cast.parts, strict=True)
                )
            )
            await asyncio.wait_for(
                _all_heard(process.stdout, {part.name for part in cast.parts}), _HEARD_TIMEOUT_S
            )
            yield StockRoom(speakers, psutil.Process(process.pid), reader)
        finally:
            await asyncio.gather(*(speaker.leave() for speaker in speakers), room.disconnect())
            process.kill()
            await process.wait()
            await control.room.delete_room(api.DeleteRoomRequest(room=name))


async def _all_heard(said: asyncio.StreamReader, names: set[str]) -> None:
    while names:
        line = await said.readline()
        assert line, "the stock transcriber died"
        names = names - {line.decode().strip()}


def _joined(url: str, keys: tuple[str, str], room: str, name: str) -> JoinResponse:
    return JoinResponse(
        meeting_id=MeetingId(room),
        identity=ParticipantIdentity(name),
        name=name,
        role=Role.PARTICIPANT,
        token=_token(keys, room, name),
        expires_at=datetime.now(UTC),
        sfu_url=url,
        resume_secret="",
    )


def _token(
    keys: tuple[str, str], room: str, identity: str, *, is_agent: bool = False, is_hidden: bool = False
) -> str:
    grants = api.VideoGrants(room_join=True, room=room, agent=is_agent, hidden=is_hidden)
    token = api.AccessToken(*keys).with_identity(identity).with_grants(grants)
    return (token.with_kind("agent") if is_agent else token).to_jwt()

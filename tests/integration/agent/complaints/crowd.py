"""A composed meeting in a real room, seen by a client that knows nothing of Parley, and by the backend."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from livekit import rtc

from parley.rehearsal.cast import Cast, Part
from tests.integration.agent.conftest import KEYS, Sfu, TestMeeting, eventually
from tests.integration.agent.room_peers import Person, join, room_token

_QUIET_S = 3.0  # the gate's hangover and a final, on a busy machine
_FINALS_S = 60.0


@dataclass
class StockClient:
    """Shows captions as LiveKit documents them: text by segment id, the newest replaces the one before."""

    room: rtc.Room
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    finals: dict[str, str] = field(default_factory=dict)
    tracks: dict[str, str] = field(default_factory=dict)
    changed_s: float = 0.0
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    def on_stream(self, reader: rtc.TextStreamReader, _sender: str) -> None:
        task = asyncio.create_task(self._read(reader))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, reader: rtc.TextStreamReader) -> None:
        text = await reader.read_all()
        attributes = reader.info.attributes or {}
        segment = attributes["lk.segment_id"]
        self.texts[segment].append(text)
        self.tracks[segment] = attributes["lk.transcribed_track_id"]
        if attributes["lk.transcription_final"] == "true":
            self.finals[segment] = text
        self.changed_s = time.monotonic()

    @property
    def is_settled(self) -> bool:
        return set(self.finals) == set(self.texts) and time.monotonic() > self.changed_s + _QUIET_S


@dataclass(frozen=True)
class Shown:
    """What came of a meeting.

    Attributes:
        said: By the name of who said it.
        shown: Name and text of each segment as the stock client showed it at the end.
        stored: Speaker and text of each segment as the backend has it.
    """

    said: dict[str, str]
    shown: dict[str, tuple[str, str]]
    stored: dict[str, tuple[str, str]]
    partials: int


async def perform(sfu: Sfu, meeting: TestMeeting, cast: Cast) -> Shown:
    """Everybody of the cast says their part; returns when all of it has its finals."""
    client = StockClient(rtc.Room())
    client.room.register_text_stream_handler("lk.transcription", client.on_stream)
    token = room_token(KEYS, meeting.meeting_id, "stock-client")
    await client.room.connect(sfu.url, token, rtc.RoomOptions(auto_subscribe=False))
    people = [await join(sfu.url, KEYS, meeting.meeting_id, part.name) for part in cast.parts]
    try:
        await meeting.dispatch()
        for person in people:
            await person.open_microphone()
        for person in people:
            await eventually(person.heard_by_agent.is_set)
        await asyncio.gather(*(_say(person, part) for person, part in zip(people, cast.parts, strict=True)))
        await eventually(lambda: client.finals and client.is_settled, _FINALS_S)
        await eventually(lambda: set(client.finals) <= set(meeting.book.segments))
        names = {
            publication.sid: person.identity
            for person in client.room.remote_participants.values()
            for publication in person.track_publications.values()
        }
    finally:
        await asyncio.gather(client.room.disconnect(), *(person.leave() for person in people))
    segments = [record.segment for record in meeting.book.segments.values()]
    return Shown(
        said={part.name: part.reference or "" for part in cast.parts},
        shown={one: (names[client.tracks[one]], text) for one, text in client.finals.items()},
        stored={one.segment_id: (one.speaker, one.text) for one in segments},
        partials=sum(len(texts) - 1 for texts in client.texts.values()),
    )


async def _say(person: Person, part: Part) -> None:
    await asyncio.sleep(part.starts_at_s)
    await person.say((part.recording.heard * 32_767).astype(np.int16))

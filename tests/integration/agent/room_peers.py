"""People in a real room: somebody who speaks a recording, somebody who reads the captions."""

import asyncio
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from livekit import api, rtc

from parley.contracts.room import (
    ATTRIBUTE_READING_LANGUAGE,
    CaptionAttributes,
    Topic,
    TranslationAttributes,
)

SPEECH_DIR = Path("/usr/share/pocketsphinx/test/data/librivox")
SPEECH_FILE = SPEECH_DIR / "sense_and_sensibility_01_austen_64kb-0870.wav"
SPEECH_WORDS = "and mr john dashwood had then leisure to consider how much there might be prudently"

_FRAME_SAMPLES = 320  # 20 ms at 16 kHz


def speech(path: Path = SPEECH_FILE) -> npt.NDArray[np.int16]:
    """A recording of pocketsphinx-testdata, 16 kHz mono int16."""
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


@dataclass(frozen=True)
class Caption:
    sender: str
    attributes: CaptionAttributes
    text: str


@dataclass(frozen=True)
class Translated:
    attributes: TranslationAttributes
    text: str
    arrived_s: float


@dataclass
class Person:
    """A participant on the real SDK."""

    room: rtc.Room
    identity: str
    captions: list[Caption] = field(default_factory=list)
    translations: list[Translated] = field(default_factory=list)
    read_along: list[str] = field(default_factory=list)
    source: rtc.AudioSource | None = None
    track: rtc.LocalAudioTrack | None = None
    track_id: str = ""
    heard_by_agent: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    async def open_microphone(self, *, is_muted: bool = False) -> None:
        self.room.on("local_track_subscribed", lambda _track: self.heard_by_agent.set())
        self.source = rtc.AudioSource(16_000, 1, queue_size_ms=200)
        self.track = rtc.LocalAudioTrack.create_audio_track("microphone", self.source)
        if is_muted:
            self.track.mute()
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        publication = await self.room.local_participant.publish_track(self.track, options)
        self.track_id = publication.sid

    async def close_microphone(self) -> None:
        await self.room.local_participant.unpublish_track(self.track_id)

    async def say(self, pcm: npt.NDArray[np.int16], *, then_quiet_s: float = 1.0) -> None:
        assert self.source is not None
        pcm = np.concatenate([pcm, np.zeros(int(then_quiet_s * 16_000), np.int16)])
        for first in range(0, len(pcm) - _FRAME_SAMPLES, _FRAME_SAMPLES):
            data = pcm[first : first + _FRAME_SAMPLES].tobytes()
            await self.source.capture_frame(rtc.AudioFrame(data, 16_000, 1, _FRAME_SAMPLES))
        await self.source.wait_for_playout()

    async def leave(self) -> None:
        await self.room.disconnect()
        for task in self._reading:
            task.cancel()

    def finals(self) -> list[Caption]:
        return [one for one in self.captions if one.attributes.is_final == "true"]

    def read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        task = asyncio.create_task(self._read(reader, sender))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        text = await reader.read_all()
        if "translated" in (reader.info.attributes or {}):
            translation = TranslationAttributes.model_validate(reader.info.attributes)
            if translation.is_final == "true":
                self.translations.append(Translated(translation, text, time.monotonic()))
            else:
                self.read_along.append(text)
            return
        attributes = CaptionAttributes.model_validate(reader.info.attributes)
        self.captions.append(Caption(sender, attributes, text))


async def join(
    url: str,
    keys: tuple[str, str],
    room_name: str,
    identity: str,
    *,
    is_agent: bool = False,
    reads: str = "",
) -> Person:
    """Joins a room as a person who reads captions in a language, or as an agent that is not ours."""
    room = rtc.Room()
    person = Person(room, identity)
    room.register_text_stream_handler(Topic.TRANSCRIPTION, person.read)
    only_the_agent_subscribes = rtc.RoomOptions(auto_subscribe=False)
    token = room_token(keys, room_name, identity, is_agent=is_agent, reads=reads)
    await room.connect(url, token, only_the_agent_subscribes)
    return person


def room_token(
    keys: tuple[str, str], room_name: str, identity: str, *, is_agent: bool = False, reads: str = ""
) -> str:
    """A token of a person, or of an agent that is not ours."""
    grants = api.VideoGrants(room_join=True, room=room_name, agent=is_agent)
    token = api.AccessToken(*keys).with_identity(identity).with_grants(grants)
    if reads:
        token = token.with_attributes({ATTRIBUTE_READING_LANGUAGE: reads})
    return (token.with_kind("agent") if is_agent else token).to_jwt()

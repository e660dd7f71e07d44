"""A meeting whose best engine is Deepgram, emulated, above one here; room and backend are in memory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from pydantic import SecretStr

from parley.agent.captions.assembler import Caption
from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.deepgram.speech_to_text import DeepgramSpeechToText
from parley.agent.engines.fake import FakeEngine
from parley.agent.engines.ladder.ladder import Ladder
from parley.agent.engines.ports import Capabilities, Decoded, EngineStatus, Pcm
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.agent.outbox.outbox import Outbox
from parley.agent.pipeline import MeetingPipeline
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.ingest import GapRecord, OutboxRecord, SegmentRecord, UsageRecord
from parley.contracts.meetings import EngineUse, SpeechUsage
from tests.emulators.deepgram.client import KEY
from tests.unit.agent.listening.test_segmenter import WINDOW, sound
from tests.unit.agent.meeting_peers import LEASE, OpenDoor, PeerRoom, meeting_pipeline

SPEAKER = ParticipantIdentity("u-maria")
LOCAL = "fake"
CLOUD = "deepgram-nova-3"
_WORD, _BREATH, _PAUSE = sound(1.0, 0.2), sound(0.05, 0.16), sound(0.05, 1.0)


def phrase(words: int) -> Pcm:
    """An utterance that both engines hear as so many words, and the pause that ends it."""
    return np.concatenate([_PAUSE, *([_WORD, _BREATH] * words), _PAUSE])


class LocalClient:
    """The fake engine as a decode client without a process."""

    def __init__(self) -> None:
        self._engine = FakeEngine()

    async def capabilities(self) -> Capabilities:
        return self._engine.capabilities

    def engines(self) -> list[EngineUse]:
        return [self._engine.use]

    def status(self) -> EngineStatus:
        return EngineStatus(self._engine.use, is_fallback=False)

    async def decode(
        self, utterance: str, pcm: Pcm, *, is_final: bool, language: LanguageTag | None
    ) -> Decoded:
        return Decoded(self._engine.decode(pcm, is_final=is_final, language=language), 1)


class CloudMeeting:
    """A meeting in which one person speaks."""

    def __init__(self, pipeline: MeetingPipeline, ladder: Ladder, room: PeerRoom, outbox: Outbox) -> None:
        self.pipeline = pipeline
        self.ladder = ladder
        self.room = room
        self._outbox = outbox
        self._listener = pipeline.ears.open(SPEAKER, "TR_maria")

    async def say(self, words: int, *, from_s: float = 0.0, until_s: float | None = None) -> None:
        """Speaks four times as fast as people do; may stop in the middle, and go on from there."""
        pcm = phrase(words)
        end = len(pcm) if until_s is None else round(until_s * 16_000)
        for first in range(round(from_s * 16_000), end, WINDOW):
            self._listener.hear(pcm[first : min(first + WINDOW, end)], time.monotonic())
            await asyncio.sleep(WINDOW / 16_000 / 4)

    async def heard(self, count: int, timeout_s: float = 20.0) -> list[str]:
        """The texts of so many finals, as they were shown."""
        await until(lambda: len(self.finals) >= count, timeout_s)
        return [one.text for one in self.finals]

    @property
    def finals(self) -> list[Caption]:
        return [one for one in self.room.shown if one.is_final]

    @property
    def engine(self) -> tuple[str | None, bool]:
        """What the heartbeat says: the engine at work, and whether it is the fallback."""
        status = self.ladder.status()
        return (None if status.engine is None else status.engine.name, status.is_fallback)

    def stored(self) -> list[OutboxRecord]:
        return [one.record for one in self._outbox.pending(LEASE, 100) if one.record is not None]

    def segments(self) -> list[str]:
        return [one.segment.text for one in self.stored() if isinstance(one, SegmentRecord)]

    def gaps(self) -> list[GapRecord]:
        return [one for one in self.stored() if isinstance(one, GapRecord)]

    async def usage(self) -> dict[str, SpeechUsage]:
        """Ends the meeting; what each engine was given."""
        await self.pipeline.finish()
        usage = [one.usage for one in self.stored() if isinstance(one, UsageRecord)]
        return {one.engine.name: one for one in usage}


@asynccontextmanager
async def cloud_meeting(url: str, folder: Path, key: str = KEY) -> AsyncIterator[CloudMeeting]:
    """A meeting that runs until the end of the block."""
    local = RedecodingSpeechToText(LocalClient())
    ladder = Ladder([DeepgramSpeechToText(DeepgramConfig(SecretStr(key), url=url))], local, "en")
    outbox, room, door = Outbox(folder / "outbox.db"), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, ladder, outbox)
    await pipeline.start(room, on_left=lambda: None)
    await door.answered.wait()
    meeting = CloudMeeting(pipeline, ladder, room, outbox)
    try:
        yield meeting
    finally:
        await pipeline.ears.close_all(5.0)
        await ladder.close()


async def until(condition: Callable[[], object], timeout_s: float = 20.0) -> None:
    """Waits for it; fails the test when it does not come."""
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s, "waited in vain"
        await asyncio.sleep(0.01)

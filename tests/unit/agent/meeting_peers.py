"""What a meeting's pipeline works with, in memory: an engine that knows its words, a room, a backend."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np

from parley.agent.backend_client import BackendAway
from parley.agent.captions.assembler import Caption
from parley.agent.engines.ports import (
    Capabilities,
    EngineStatus,
    EngineWork,
    Final,
    Pcm,
    SpeechEvent,
    SpeechToText,
    UtteranceContext,
)
from parley.agent.engines.translation.ladder import TranslationLadder
from parley.agent.engines.translation.ports import Translator
from parley.agent.meeting_ports import Door
from parley.agent.outbox.outbox import Outbox
from parley.agent.pipeline import MeetingPipeline
from parley.contracts.ids import LanguageTag, LeaseId, ParticipantIdentity, SegmentId
from parley.contracts.ingest import Backlog, LeaseAnswer, LeaseCommand, LeaseHeartbeat
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse, SpeechEngineWish
from parley.contracts.translation import Translation
from tests.unit.agent.listening.test_segmenter import sound

LEASE = LeaseId("lease-1")
ONE_UTTERANCE: Pcm = np.concatenate([sound(0.9, 2.0), sound(0.1, 1.0)])


class KnownWords:
    """An engine, and the stream of each utterance of it, that hears the same words in everything."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.told: list[UtteranceContext] = []
        self._samples = 0

    async def capabilities(self) -> Capabilities:
        return Capabilities(partials=False, languages=("en",))

    def engines(self) -> list[EngineUse]:
        return [EngineUse(kind=SPEECH_TO_TEXT, name="known-words")]

    def status(self) -> EngineStatus:
        return EngineStatus(self.engine, is_fallback=False)

    def allow(self, wish: SpeechEngineWish) -> None: ...

    def open_utterance(self, context: UtteranceContext) -> "KnownWords":
        self.told.append(context)
        self._samples = 0
        return self

    @property
    def engine(self) -> EngineUse:
        return self.engines()[0]

    def work(self) -> list[EngineWork]:
        return [EngineWork(self.engine, self._samples, 7)]

    def push(self, pcm: Pcm) -> None:
        self._samples += len(pcm)

    def finish(self) -> None: ...

    async def events(self) -> AsyncIterator[SpeechEvent]:
        yield Final(self._text)


class PeerRoom:
    """A room that shows captions."""

    def __init__(self) -> None:
        self.shown: list[Caption] = []
        self.translated: list[Translation] = []
        self.has_translated = asyncio.Event()
        self.has_resumed = asyncio.Event()
        self.retracted: list[tuple[SegmentId, LanguageTag]] = []
        self.languages: dict[ParticipantIdentity, LanguageTag] = {}

    async def connect(self) -> None: ...

    async def begin(self) -> None: ...

    def listen(self, is_listening: bool) -> None: ...

    def resume_listening(self) -> None:
        self.has_resumed.set()

    def names(self) -> list[str]:
        return ["Maria Silva"]

    def language_of(self, identity: ParticipantIdentity) -> LanguageTag | None:
        return self.languages.get(identity)

    def publish(self, caption: Caption) -> None:
        self.shown.append(caption)

    def publish_translation(self, source: Caption, translation: Translation) -> None:
        self.translated.append(translation)
        self.has_translated.set()

    def retract_translation(self, source: Caption, language: LanguageTag) -> None:
        self.retracted.append((source.segment_id, language))

    async def close(self) -> None: ...


class SilentDoor:
    """A backend that never answers."""

    async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
        raise BackendAway("ConnectError")

    async def backlog(self, lease_id: LeaseId) -> Backlog:
        raise BackendAway("ConnectError")


class OpenDoor:
    """A backend whose meeting has run for a minute."""

    def __init__(self) -> None:
        self.answered = asyncio.Event()
        self.heartbeats: asyncio.Queue[LeaseHeartbeat] = asyncio.Queue()
        self.command = LeaseCommand.CONTINUE
        self.said_before = Backlog(segments=[], translated=[])
        self.backlogs_asked = 0

    async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
        self.answered.set()
        self.heartbeats.put_nowait(heartbeat)
        return LeaseAnswer(command=self.command, meeting_now_ms=60_000)

    async def backlog(self, lease_id: LeaseId) -> Backlog:
        self.backlogs_asked += 1
        return self.said_before


def meeting_pipeline(
    door: Door, engine: SpeechToText, outbox: Outbox, *translators: Translator
) -> MeetingPipeline:
    """A pipeline as a job makes it."""
    ladder = TranslationLadder(translators)
    return MeetingPipeline(LEASE, door, engine, ladder, outbox, glossary=("Parley",), max_streams=8)


def say(pipeline: MeetingPipeline, speaker: str = "u-maria") -> None:
    """Somebody says one utterance, two seconds long, arriving at once."""
    listener = pipeline.ears.open(ParticipantIdentity(speaker), f"TR_{speaker}")
    listener.hear(ONE_UTTERANCE, asyncio.get_running_loop().time())

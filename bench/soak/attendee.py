"""Somebody who stays in a meeting whatever happens: reads, may speak, and comes back as browsers do."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass

from livekit import rtc
from pydantic import ValidationError

from bench.soak.voice import Stretch, Voice
from parley.contracts.access import JoinResponse
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.room import AiState, RoomMetadata, Topic
from parley.rehearsal.caption_book import CaptionBook
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.errors import DeploymentProblem

_RETRY_S = 0.5
_OPTIONS = rtc.RoomOptions(auto_subscribe=False)


@dataclass(frozen=True)
class Told:
    """What the room's metadata said from a moment on; wall clock seconds."""

    at_s: float
    metadata: RoomMetadata


class Attendee:
    """One participant.

    Attributes:
        captions: What was read, over all connections.
        told: What the room said of its AI, each time it was something new.
        away: Stretches of wall clock time in which the room was not reached, in order.
    """

    def __init__(self, deployment: Deployment, joined: JoinResponse, voice: Voice | None = None) -> None:
        self.identity: ParticipantIdentity = joined.identity
        self.captions = CaptionBook()
        self.told: list[Told] = []
        self.away: list[Stretch] = []
        self._deployment = deployment
        self._joined = joined
        self._voice = voice
        self._room = rtc.Room()
        self._lost = asyncio.Event()
        self._gone_since_s: float | None = None
        self._is_heard = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lasting: list[asyncio.Task[None]] = []  # neither staying nor speaking ends by itself

    async def enter(self) -> None:
        """Connect, and from then on stay until `leave`.

        Raises:
            rtc.ConnectError: The SFU does not let us in.
        """
        await self._connect(self._joined)
        self._lasting = [self._own(self._stay())]
        if self._voice:
            self._lasting.append(self._own(self._voice.run()))

    async def leave(self) -> None:
        """Go; safe at any time."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._room.disconnect()
        if self._voice:
            await self._voice.close()

    async def heard(self, within_s: float) -> None:
        """Wait until the agent has subscribed to the microphone once."""
        await asyncio.wait_for(self._is_heard.wait(), within_s)

    @property
    def ai_state(self) -> AiState | None:
        """What the room says of its AI right now; None before anything was read."""
        return self.told[-1].metadata.ai_state if self.told else None

    @property
    def said(self) -> list[Stretch]:
        """What was said to its end while the room was reached."""
        spoken = self._voice.said if self._voice else []
        away = list(self.away)
        if self._gone_since_s is not None:
            away.append(Stretch(self._gone_since_s, time.time()))
        return [one for one in spoken if not any(_overlap(one, gone) for gone in away)]

    @property
    def condition(self) -> str:
        """Whether the room is reached, when anything was said last, what broke: for the text of a failure."""
        ended = [task for task in self._lasting if task.done() and not task.cancelled()]
        broke = [repr(task.exception()) for task in ended]
        spoken = self._voice.said if self._voice else []
        silent_s = f"{time.time() - spoken[-1].end_s:.1f} s ago" if spoken else "never"
        away = f"away {self._gone_since_s is not None}, {len(self.away)} times before"
        return f"{self.identity}: {away}, spoke {silent_s}, broke {broke}"

    async def _connect(self, joined: JoinResponse) -> None:
        room = self._room = rtc.Room()
        room.register_text_stream_handler(Topic.TRANSCRIPTION.value, self._on_stream)
        room.on("room_metadata_changed", lambda _old, new: self._learn(new))
        room.on("reconnecting", self._gone)
        room.on("reconnected", self._back)
        room.on("disconnected", lambda _reason: self._on_disconnected(room))
        room.on("local_track_subscribed", lambda _track: self._is_heard.set())
        await room.connect(joined.sfu_url, joined.token, _OPTIONS)
        if self._voice:
            options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
            await room.local_participant.publish_track(self._voice.track(), options)
        self._back()

    async def _stay(self) -> None:
        """Come back with the resume secret each time the SDK has given the room up."""
        while True:
            await self._lost.wait()
            try:
                joined = await self._deployment.resume(self._joined.meeting_id, self._joined.resume_secret)
                self._lost.clear()
                await self._connect(joined)
            except (DeploymentProblem, rtc.ConnectError, rtc.participant.PublishTrackError):
                self._lost.set()
                await asyncio.sleep(_RETRY_S)

    def _on_disconnected(self, room: rtc.Room) -> None:
        if room is self._room:
            self._gone()
            self._lost.set()

    def _gone(self) -> None:
        if self._gone_since_s is None:
            self._gone_since_s = time.time()

    def _back(self) -> None:
        if self._gone_since_s is not None:
            self.away.append(Stretch(self._gone_since_s, time.time()))
            self._gone_since_s = None
        self._learn(self._room.metadata)

    def _learn(self, metadata: str) -> None:
        self.captions.learn_agent(metadata)
        with suppress(ValidationError):
            told = RoomMetadata.model_validate_json(metadata)
            if not self.told or self.told[-1].metadata != told:
                self.told.append(Told(time.time(), told))

    def _on_stream(self, reader: rtc.TextStreamReader, sender: str) -> None:
        self._own(self._read(reader, sender))

    async def _read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        with suppress(rtc.StreamError):  # cut off by leaving; the store has the final
            text = await reader.read_all()
            self.captions.write(sender, reader.info.attributes or {}, text, time.monotonic())

    def _own(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.begin_s < other.end_s and other.begin_s < one.end_s

"""One meeting's LiveKit room as the pipeline sees it: sound in, captions out, the host's wishes."""

import asyncio
from collections.abc import Callable, Collection, Sequence

import structlog
from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext
from pydantic import ValidationError

from parley.agent.captions.assembler import Caption
from parley.agent.room.audio_frames import AudioFrames, FrameHandler
from parley.agent.room.microphones import HUMAN_KINDS, Microphone, Microphones
from parley.agent.room.publisher import CaptionPublisher
from parley.agent.room.translations import TranslationPublisher
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.room import ATTRIBUTE_LANGUAGE, ATTRIBUTE_READING_LANGUAGE, RoomMetadata, Topic
from parley.contracts.translation import Translation

log = structlog.get_logger()

_FLUSH_TIMEOUT_S = 1.0

# livekit-server 1.13.5 begins a negotiation 10 ms after it is needed, but 150 ms after if the last was less
# than 150 ms ago, and joining counts as one (`negotiationFrequency` in its pkg/rtc/transport.go). Asked for
# a bit later, the first microphone is heard sooner: 0.20 s instead of 0.32 s after the asking.
_BEFORE_FIRST_SUBSCRIPTION_S = 0.11

OpenEar = Callable[[ParticipantIdentity, str], FrameHandler]
"""Asked for each microphone that opens (speaker, track id); returns what takes its frames."""


class MeetingRoom:
    """Wraps the job's room. Call `connect` once, then `begin`."""

    def __init__(
        self,
        context: JobContext,
        open_ear: OpenEar,
        close_ear: Callable[[str], None],
        on_wishes: Callable[[RoomMetadata], None],
        on_readers: Callable[[Collection[LanguageTag]], None],
        on_rejoined: Callable[[], None],
    ) -> None:
        """`on_readers` is told which languages people read captions in, whenever that may have changed.

        `on_rejoined` is told that the way to the SFU is back; nobody new is heard until `resume_listening`.
        """
        self._context = context
        self._room = context.room
        self._open_ear = open_ear
        self._close_ear = close_ear
        self._on_wishes = on_wishes
        self._on_readers = on_readers
        self._on_rejoined = on_rejoined
        self._is_away = False
        self._frames = AudioFrames()
        self._streams: dict[str, int] = {}
        self._microphones = Microphones(self._room, self._opened, self._closed)
        self._publisher = CaptionPublisher(self._send_text)
        self._translations = TranslationPublisher(self._send_text, self.readers_of)
        self._publishing: list[asyncio.Task[None]] = []
        self._room.on("reconnecting", self._lost)
        self._room.on("reconnected", self._found)
        self._room.on("room_metadata_changed", self._metadata_changed)
        for event in ("participant_attributes_changed", "participant_connected", "participant_disconnected"):
            self._room.on(event, self._people_changed)

    async def connect(self) -> None:
        """Joins the room, subscribed to nothing, and is able to show captions.

        Raises:
            rtc.ConnectError: The SFU does not let us in, or is away.
        """
        # Not with `single_peer_connection=False`: SDK 1.1.21 then never reports a track again that was
        # unsubscribed once, so whoever mutes would not be heard any more.
        await self._context.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE)
        self._publishing = [
            asyncio.create_task(publisher.run()) for publisher in (self._publisher, self._translations)
        ]

    async def begin(self) -> None:
        """Tells what the host wishes, from now on whenever that changes."""
        await asyncio.sleep(_BEFORE_FIRST_SUBSCRIPTION_S)
        self._read_wishes(self._room.metadata)
        self._people_changed()

    def listen(self, is_listening: bool) -> None:
        """Starts or stops hearing the people in the room."""
        self._microphones.listen(is_listening)

    def resume_listening(self) -> None:
        """Hears those as well who could not be heard since the way to the SFU was lost."""
        if not self._is_away:
            self._microphones.release()

    def names(self) -> list[str]:
        """What the people in the room call themselves. Untrusted text."""
        return [one.name for one in self._people() if one.name]

    def language_of(self, identity: ParticipantIdentity) -> LanguageTag | None:
        """What somebody has said that they speak; None: nothing."""
        one = self._room.remote_participants.get(identity)
        return one.attributes.get(ATTRIBUTE_LANGUAGE) or None if one is not None else None

    def readers_of(self, language: LanguageTag) -> list[ParticipantIdentity]:
        """Who reads captions in this language."""
        return [ParticipantIdentity(one.identity) for one in self._people() if _reads(one) == language]

    def publish(self, caption: Caption) -> None:
        """Shows a caption to everybody in the room, soon."""
        self._publisher.publish(caption)

    def publish_translation(self, source: Caption, translation: Translation) -> None:
        """Shows a translated caption to those who read its language, soon."""
        self._translations.publish(source, translation)

    def retract_translation(self, source: Caption, language: LanguageTag) -> None:
        """Tells those who read a language that a caption stays as it was spoken."""
        self._translations.retract(source, language)

    async def close(self) -> None:
        """Sends what waits to be sent, if the room still stands, and stops listening."""
        if self._room.isconnected():
            try:
                async with asyncio.timeout(_FLUSH_TIMEOUT_S):
                    await self._publisher.flushed()
                    await self._translations.flushed()
            except TimeoutError:
                log.warning("captions_not_flushed")
        for publishing in self._publishing:
            publishing.cancel()
        for track_id in list(self._streams):
            self._closed(track_id)
        self._frames.close()

    def _people(self) -> list[rtc.RemoteParticipant]:
        return [one for one in self._room.remote_participants.values() if one.kind in HUMAN_KINDS]

    def _lost(self) -> None:
        self._is_away = True
        self._microphones.hold()

    def _found(self) -> None:
        self._is_away = False
        self._on_rejoined()

    def _opened(self, microphone: Microphone) -> None:
        on_frame = self._open_ear(microphone.speaker, microphone.track_id)
        self._streams[microphone.track_id] = self._frames.open(microphone.track, on_frame)

    def _closed(self, track_id: str) -> None:
        stream = self._streams.pop(track_id, None)
        if stream is not None:
            self._frames.stop(stream)
            self._close_ear(track_id)

    def _people_changed(self, *_what: object) -> None:
        self._on_readers({language for one in self._people() if (language := _reads(one))})

    def _metadata_changed(self, _old: str, new: str) -> None:
        self._read_wishes(new)

    def _read_wishes(self, metadata: str | None) -> None:
        try:
            wishes = RoomMetadata.model_validate_json(metadata or "")
        except ValidationError:
            log.warning("room_metadata_unreadable")
            return
        self._on_wishes(wishes)

    async def _send_text(
        self, text: str, attributes: dict[str, str], readers: Sequence[ParticipantIdentity] | None = None
    ) -> None:
        """Args: readers: For whom it is; None: for everybody."""
        writer = await self._room.local_participant.stream_text(
            topic=Topic.TRANSCRIPTION,
            attributes=attributes,
            destination_identities=None if readers is None else list(readers),
        )
        await writer.write(text)
        await writer.aclose()


def _reads(person: rtc.RemoteParticipant) -> LanguageTag | None:
    return person.attributes.get(ATTRIBUTE_READING_LANGUAGE) or None

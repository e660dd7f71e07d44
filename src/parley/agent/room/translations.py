"""Publishes translated captions into the room: each to those who read its language, and to nobody else."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from parley.agent.captions.assembler import Caption
from parley.agent.room.publisher import SEND_TIMEOUT_S
from parley.contracts.ids import LanguageTag, ParticipantIdentity, SegmentId
from parley.contracts.room import TranslationAttributes
from parley.contracts.translation import Translation

log = structlog.get_logger()

SendTo = Callable[[str, dict[str, str], Sequence[ParticipantIdentity]], Awaitable[None]]
"""Sends one text stream on the transcription topic: the text, its attributes and for whom it is."""


class TranslationPublisher:
    """Sends translations in the order in which they come, of each segment the newest; `run` owns the sending.

    Args:
        readers_of: Who reads a language now.
    """

    def __init__(
        self, send: SendTo, readers_of: Callable[[LanguageTag], Sequence[ParticipantIdentity]]
    ) -> None:
        self._send = send
        self._readers_of = readers_of
        self._waiting: dict[tuple[SegmentId, LanguageTag], tuple[Caption, Translation]] = {}
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def publish(self, source: Caption, translation: Translation) -> None:
        """Takes a translation to be sent soon; an unsent older state of it is dropped."""
        self._waiting[source.segment_id, translation.language] = (source, translation)
        self._idle.clear()
        self._changed.set()

    def retract(self, source: Caption, language: LanguageTag) -> None:
        """Takes back what was sent of a segment while it was being said: it stays as it was spoken."""
        self.publish(source, _nothing(source, language))

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            while self._waiting:
                source, translation = self._waiting.pop(next(iter(self._waiting)))
                await self._send_one(source, translation)
            self._idle.set()
            self._changed.clear()
            await self._changed.wait()

    async def flushed(self) -> None:
        """Waits until nothing waits to be sent."""
        await self._idle.wait()

    async def _send_one(self, source: Caption, translation: Translation) -> None:
        readers = self._readers_of(translation.language)
        if not readers:
            return  # they have left or changed their mind; the store has it
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._send(translation.text, _attributes(source, translation), readers)
        except Exception as problem:  # noqa: BLE001 - the SDK raises bare exceptions; the store has it
            log.warning("translation_lost", exc_type=type(problem).__name__)


def _nothing(source: Caption, language: LanguageTag) -> Translation:
    """A translation without words, as only readers get it."""
    return Translation.model_construct(
        segment_id=source.segment_id, language=language, text="", engine="none", is_draft=True, pivot=None
    )


def _attributes(source: Caption, translation: Translation) -> dict[str, str]:
    attributes = TranslationAttributes(
        segment_id=source.segment_id,
        is_final="true" if source.is_final else "false",
        track_id=source.track_id,
        speaker=source.speaker,
        language=translation.language,
        start_ms=str(source.start_ms),
        end_ms=str(source.end_ms),
        firm_characters=str(len(translation.text)),
        translated="true",
        source_language=source.language,
        engine=translation.engine,
        is_draft="true" if translation.is_draft else "false",
        pivot=translation.pivot or "",
    )
    return attributes.model_dump()

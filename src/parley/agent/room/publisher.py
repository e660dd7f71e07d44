"""Publishes captions into the room, under the agent's own identity.

Only the newest state of a segment is sent, at most 4 partials a second for each speaker; a partial never
follows its final.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

import structlog

from parley.agent.captions.assembler import Caption
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.room import CaptionAttributes

log = structlog.get_logger()

PARTIAL_INTERVAL_S = 0.25
SEND_TIMEOUT_S = 2.0  # a stream that the room does not take must not hold up the captions after it
CLOSED_KEPT = 256  # far more segments than can be open at once

SendText = Callable[[str, dict[str, str]], Awaitable[None]]
"""Sends one text stream on the transcription topic: the text and its attributes."""


class CaptionPublisher:
    """Sends captions one after the other; `run` owns the sending."""

    def __init__(self, send: SendText, send_timeout_s: float = SEND_TIMEOUT_S) -> None:
        self._send = send
        self._send_timeout_s = send_timeout_s
        self._waiting: dict[SegmentId, Caption] = {}
        self._closed: dict[SegmentId, None] = {}  # the newest segments whose final was taken
        self._sent_at_s: dict[ParticipantIdentity, float] = {}
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def publish(self, caption: Caption) -> None:
        """Takes a caption to be sent soon; an unsent older state of the segment is dropped."""
        if caption.segment_id in self._closed:
            return
        if caption.is_final:
            self._close(caption.segment_id)
        self._waiting[caption.segment_id] = caption
        self._idle.clear()
        self._changed.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            caption = self._next(time.monotonic())
            if caption is None:
                self._changed.clear()
                if not self._waiting:
                    self._idle.set()
                timeout_s = PARTIAL_INTERVAL_S / 5 if self._waiting else None
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), timeout_s)
                continue
            del self._waiting[caption.segment_id]
            await self._send_one(caption)

    async def flushed(self) -> None:
        """Waits until nothing waits to be sent."""
        await self._idle.wait()

    def _close(self, segment_id: SegmentId) -> None:
        self._closed[segment_id] = None
        if len(self._closed) > CLOSED_KEPT:
            del self._closed[next(iter(self._closed))]

    def _next(self, now_s: float) -> Caption | None:
        for caption in self._waiting.values():
            due_at_s = self._sent_at_s.get(caption.speaker, 0.0) + PARTIAL_INTERVAL_S
            if caption.is_final or now_s >= due_at_s:
                return caption
        return None

    async def _send_one(self, caption: Caption) -> None:
        if not caption.is_final:
            self._sent_at_s[caption.speaker] = time.monotonic()
        try:
            async with asyncio.timeout(self._send_timeout_s):
                await self._send(caption.text, _attributes(caption))
        except Exception as problem:  # noqa: BLE001 - the SDK raises bare exceptions; the store has the finals
            log.warning("caption_lost", exc_type=type(problem).__name__, is_final=caption.is_final)


def _attributes(caption: Caption) -> dict[str, str]:
    attributes = CaptionAttributes(
        segment_id=caption.segment_id,
        is_final="true" if caption.is_final else "false",
        track_id=caption.track_id,
        speaker=caption.speaker,
        language=caption.language,
        start_ms=str(caption.start_ms),
        end_ms=str(caption.end_ms),
        firm_characters=str(caption.firm_characters),
    )
    return attributes.model_dump()

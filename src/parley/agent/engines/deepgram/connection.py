"""One connection to Deepgram through LiveKit's plugin: sound in, what it says of it out.

The plugin would connect anew by itself and lose what was said before, so it may not: whoever gives the
utterance keeps its sound, and takes it to another engine when this one fails.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable

import aiohttp
import structlog
from livekit import rtc
from livekit.agents import APIConnectOptions, stt

from parley.agent.engines.deepgram.socket_watch import SocketWatch
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm

log = structlog.get_logger()

CONNECT_S = 3.0  # an ocean away, TLS and the handshake take less than one
SILENT_S = 5.0  # while somebody speaks, Deepgram says each second how it stands
FINAL_S = 3.0  # from the last sound to its last word; usually 0.3
CONNECT_OPTIONS = APIConnectOptions(max_retry=0, timeout=CONNECT_S)
_DRAIN_S = 0.5  # for what the plugin has taken from the socket and not yet handed on
_CLOSE_S = 1.0  # for a peer that does not answer to a goodbye
_WITH_WORDS = {stt.SpeechEventType.INTERIM_TRANSCRIPT, stt.SpeechEventType.FINAL_TRANSCRIPT}

Connect = Callable[[SocketWatch], tuple[stt.RecognizeStream, aiohttp.ClientSession]]
"""Opens a stream of the plugin over a session of its own, whose one socket is watched."""


class Overdue(Exception):
    """Nothing has come for too long."""


class Connection:
    """Connects at once; what is pushed before the connection stands is sent then."""

    def __init__(self, connect: Connect) -> None:
        self._items: asyncio.Queue[stt.SpeechEvent | Exception | None] = asyncio.Queue()  # None: look again
        self.watch = SocketWatch(lambda: self._items.put_nowait(None))
        self._stream, self._session = connect(self.watch)
        self._pump = asyncio.create_task(self._pumped())
        self._began_s = time.monotonic()
        self._finished_s: float | None = None
        self._closed_s: float | None = None
        self._seen = 0

    @property
    def is_open(self) -> bool:
        """Whether the handshake was done."""
        return self.watch.opened_at_s is not None

    @property
    def open_ms(self) -> int:
        """For how long the connection has stood."""
        if self.watch.opened_at_s is None:
            return 0
        until_s = self.watch.ended_at_s or self._closed_s or time.monotonic()
        return round((until_s - self.watch.opened_at_s) * 1000)

    def push(self, pcm: Pcm) -> None:
        """Sends sound. A stream that has failed takes no more; `next` says so."""
        with contextlib.suppress(RuntimeError):
            self._stream.push_frame(rtc.AudioFrame(pcm.tobytes(), SAMPLE_RATE_HZ, 1, len(pcm)))

    def finish(self) -> None:
        """No more sound will come: the plugin sends Finalize and CloseStream."""
        self._finished_s = time.monotonic()
        with contextlib.suppress(RuntimeError):
            self._stream.end_input()
        self._items.put_nowait(None)

    async def next(self) -> stt.SpeechEvent | None:
        """The next event with words; None after the last.

        Raises:
            Overdue: Nothing came in time.
            ConnectionResetError: Deepgram went away before its last word.
            Exception: What the plugin raised.
        """
        while not (self.watch.is_over and self._seen >= self.watch.texts):
            try:
                item = await asyncio.wait_for(self._items.get(), self._deadline_s() - time.monotonic())
            except TimeoutError:
                if self._deadline_s() > time.monotonic():
                    continue
                if not self.watch.is_over:
                    raise Overdue from None
                log.error("engine_events_lost", events=self.watch.texts - self._seen)
                return None
            if isinstance(item, Exception):
                raise item
            if self.watch.is_broken:
                raise ConnectionResetError
            if item is not None:
                self._seen += 1
                return item
        return None

    async def close(self) -> None:
        """Ends the connection, whatever its state, within a second."""
        self._closed_s = self._closed_s or time.monotonic()
        self._pump.cancel()
        closing = asyncio.create_task(self._stream.aclose())
        await asyncio.wait({closing}, timeout=_CLOSE_S)
        closing.cancel()
        await asyncio.wait({closing, self._pump})
        await self._session.close()

    def _deadline_s(self) -> float:
        """Until when something has to come; monotonic."""
        watch = self.watch
        if watch.opened_at_s is None:
            return self._began_s + CONNECT_S + _DRAIN_S  # the plugin gives up before
        if watch.ended_at_s is not None:
            return watch.ended_at_s + _DRAIN_S
        if self._finished_s is not None:
            return max(self._finished_s, watch.opened_at_s) + FINAL_S
        return max(watch.opened_at_s, watch.heard_at_s or 0.0) + SILENT_S

    async def _pumped(self) -> None:
        try:
            async for event in self._stream:
                if event.type in _WITH_WORDS:
                    self._items.put_nowait(event)
        except Exception as problem:  # noqa: BLE001 - handed on to whoever waits, and told apart there
            self._items.put_nowait(problem)

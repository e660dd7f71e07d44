"""What goes over one of the plugin's sockets, seen from beside it.

The plugin tells neither that Deepgram has said its last word nor how much was sent, and takes up to 45 s to
notice a dead peer. aiohttp lets the session choose the class of its sockets, so one that looks on will do.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp


class SocketWatch:
    """One socket, from its handshake on. Times are monotonic seconds.

    Attributes:
        retry_after_s: When a handshake that was refused may be tried again; None: that was not said.
        texts: Messages with words in them that have come.
        is_over: Deepgram has said its last word.
        is_broken: It went away before that.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self._is_closing = False
        self.retry_after_s: float | None = None
        self.opened_at_s: float | None = None
        self.heard_at_s: float | None = None
        self.ended_at_s: float | None = None
        self.sent_samples = 0
        self.texts = 0
        self.is_over = False
        self.is_broken = False

    async def answered(
        self, _session: aiohttp.ClientSession, _context: object, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        """The handshake has an answer; aiohttp's tracing says so."""
        try:
            self.retry_after_s = max(0.0, float(answer.response.headers.get("Retry-After", "")))
        except ValueError:
            self.retry_after_s = None  # absent, or a date

    def opened(self) -> None:
        """The handshake is done."""
        self.opened_at_s = time.monotonic()

    def sent_sound(self, sound: bytes) -> None:
        """So much 16-bit sound was given to the socket."""
        self.sent_samples += len(sound) // 2

    def sent_text(self, text: str) -> None:
        """A command was sent."""
        self._is_closing = self._is_closing or "CloseStream" in text

    def received(self, message: aiohttp.WSMessage) -> None:
        """A message came, or the end."""
        self.heard_at_s = time.monotonic()
        if message.type is aiohttp.WSMsgType.TEXT:
            self._read(message.data)
        elif message.type in {
            aiohttp.WSMsgType.CLOSE,
            aiohttp.WSMsgType.CLOSED,
            aiohttp.WSMsgType.CLOSING,
            aiohttp.WSMsgType.ERROR,
        }:
            is_clean = message.type is aiohttp.WSMsgType.CLOSE and message.data == aiohttp.WSCloseCode.OK
            self._end(is_over=is_clean and self._is_closing)

    def _read(self, text: str) -> None:
        try:
            content = json.loads(text)
            kind = content["type"]
            if kind == "Results" and content["channel"]["alternatives"][0]["transcript"]:
                self.texts += 1
        except (ValueError, LookupError, TypeError):
            return  # the plugin says so, and goes on
        if kind == "Metadata" and self._is_closing:
            self._end(is_over=True)

    def _end(self, *, is_over: bool) -> None:
        if self.ended_at_s is None:
            self.ended_at_s = time.monotonic()
            self.is_over, self.is_broken = is_over, not is_over
            self._on_end()


def watched_session(watch: SocketWatch, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    """A session for one socket, over a connector that outlives it."""
    tracing = aiohttp.TraceConfig()
    tracing.on_request_end.append(watch.answered)
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        ws_response_class=_watched_by(watch),
        trace_configs=[tracing],
    )


def _watched_by(watch: SocketWatch) -> type[aiohttp.ClientWebSocketResponse[Any]]:
    class Watched(aiohttp.ClientWebSocketResponse[Any]):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # Any: handed on to aiohttp
            super().__init__(*arguments, **options)
            watch.opened()

        async def receive(self, timeout: float | None = None) -> Any:  # noqa: ASYNC109 - aiohttp's signature
            message = await super().receive(timeout)
            watch.received(message)
            return message

        async def send_bytes(self, data: bytes, compress: int | None = None) -> None:
            await super().send_bytes(data, compress)
            watch.sent_sound(data)

        async def send_str(self, data: str, compress: int | None = None) -> None:
            watch.sent_text(data)
            await super().send_str(data, compress)

    return Watched

"""A meeting's end of the socket to the engine's host process.

When the host dies, or is stuck and its keeper ends it, partials in flight are given up; finals wait, and are
sent again to its successor. A final that went under with several hosts is given up: it may have ended them.
"""

import asyncio
import contextlib
import itertools
import time
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import ValidationError

from parley.agent.engines.ports import Capabilities, Decoded, EngineStatus, Pcm
from parley.agent.engines.wire import DecodeAnswer, DecodeRequest, FrameError, Hello, frame, read_frame
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse

log = structlog.get_logger()

_RECONNECT_S = 0.1
# A host that is started again loads its weights in 2 s; people need not hear of it.
_BACK_SOON_S = 4.0
MAX_SENDS = 3
_UNDONE = Decoded(None, 0)


@dataclass
class _Waiting:
    request: DecodeRequest
    audio: bytes
    answered: asyncio.Future[Decoded]
    sends: int = 0


class HostClient:
    """One connection to the host, kept up by `run`."""

    def __init__(self, socket_path: Path) -> None:
        self._socket_path = socket_path
        self._numbers = itertools.count()
        self._waiting: dict[int, _Waiting] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._hello: asyncio.Future[Hello] = asyncio.get_running_loop().create_future()
        self._engine: Hello | None = None
        self._lost_at_s = 0.0

    async def run(self) -> None:
        """Keeps the connection up until cancelled."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._connected()
            await asyncio.sleep(_RECONNECT_S)

    async def capabilities(self) -> Capabilities:
        hello = self._engine if self._engine is not None else await asyncio.shield(self._hello)
        return hello.capabilities

    def engines(self) -> list[EngineUse]:
        return [] if self._engine is None else [self._engine.engine]

    def status(self) -> EngineStatus:
        is_gone = self._writer is None and time.monotonic() - self._lost_at_s > _BACK_SOON_S
        if self._engine is None or is_gone:
            return EngineStatus(None, is_fallback=False)
        return EngineStatus(self._engine.engine, self._engine.is_fallback)

    async def decode(
        self, utterance: str, pcm: Pcm, *, is_final: bool, language: LanguageTag | None
    ) -> Decoded:
        if self._writer is None and not is_final:
            return _UNDONE
        request = DecodeRequest(
            request=next(self._numbers), utterance=utterance, is_final=is_final, language=language
        )
        answered: asyncio.Future[Decoded] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(request, pcm.tobytes(), answered)
        self._waiting[request.request] = waiting
        try:
            self._send(waiting)
            return await answered
        finally:
            self._waiting.pop(request.request, None)

    async def _connected(self) -> None:
        reader, writer = await asyncio.open_unix_connection(self._socket_path)
        try:
            hello, _ = await read_frame(reader, Hello)
            self._writer, self._engine = writer, hello
            if not self._hello.done():
                self._hello.set_result(hello)
            for waiting in list(self._waiting.values()):
                self._send(waiting)
            while True:
                self._answer((await read_frame(reader, DecodeAnswer))[0])
        except (FrameError, ValidationError) as problem:
            log.error("engine_host_refused", exc_type=type(problem).__name__)
        finally:
            self._writer, self._lost_at_s = None, time.monotonic()
            writer.close()
            self._give_up()

    def _send(self, waiting: _Waiting) -> None:
        if self._writer is not None and not self._writer.is_closing():
            waiting.sends += 1
            self._writer.write(frame(waiting.request, waiting.audio))

    def _answer(self, answer: DecodeAnswer) -> None:
        waiting = self._waiting.get(answer.request)
        if waiting is None or waiting.answered.done():
            return
        if waiting.request.is_final:
            log.debug("utterance_decoded", waited_ms=answer.waited_ms, decoded_ms=answer.decoded_ms)
        waiting.answered.set_result(Decoded(answer.text, answer.decoded_ms))

    def _give_up(self) -> None:
        for waiting in self._waiting.values():
            if waiting.answered.done() or (waiting.request.is_final and waiting.sends < MAX_SENDS):
                continue
            if waiting.request.is_final:
                log.error("final_given_up", sends=waiting.sends)
            waiting.answered.set_result(_UNDONE)

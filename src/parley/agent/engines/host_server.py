"""Serves one decoder to all meetings of a worker: finals before partials, a fixed number at work at once."""

import asyncio
import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import structlog
from pydantic import ValidationError

from parley.agent.engines.clips import Clip, WaitingClips
from parley.agent.engines.policy import LIVENESS_S
from parley.agent.engines.ports import Decoder
from parley.agent.engines.wire import DecodeAnswer, DecodeRequest, FrameError, Hello, frame, read_frame

log = structlog.get_logger()


@dataclass
class _Peer:
    """A connected job."""

    writer: asyncio.StreamWriter
    waiting: WaitingClips = field(default_factory=WaitingClips)


@dataclass(order=True)
class _Queued:
    clip: Clip
    peer: _Peer = field(compare=False)


class HostServer:
    """Decodes for any number of connections on a unix socket."""

    def __init__(
        self, decoder: Decoder, threads: int, *, is_fallback: bool = False, liveness_s: float = LIVENESS_S
    ) -> None:
        self._decoder = decoder
        self._is_fallback = is_fallback
        self._liveness_s = liveness_s
        self._threads = threads
        self._queue: asyncio.PriorityQueue[_Queued] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._decoding_since_s: dict[int, float] = {}
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="decode")

    async def listen(self, socket_path: Path) -> asyncio.Server:
        """Opens the socket; whoever connects before `work` runs has to wait."""
        return await asyncio.start_unix_server(self._connection, socket_path)

    async def work(self) -> None:
        """Decodes until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._threads):
                tasks.create_task(self._decode_queued())

    @property
    def is_stuck(self) -> bool:
        """Whether a clip has been decoded for so long that it will hardly ever be."""
        now_s = time.monotonic()
        return any(now_s - since_s > self._liveness_s for since_s in self._decoding_since_s.values())

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = Hello(
            engine=self._decoder.use,
            capabilities=self._decoder.capabilities,
            is_fallback=self._is_fallback,
        )
        peer = _Peer(writer)
        try:
            writer.write(frame(hello))
            while True:
                request, audio = await read_frame(reader, DecodeRequest)
                rank = 0 if request.is_final else 1
                clip = Clip(rank, next(self._numbers), request, audio, time.monotonic())
                peer.waiting.add(clip)
                self._queue.put_nowait(_Queued(clip, peer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the job is over
        except (FrameError, ValidationError) as problem:
            log.warning("engine_peer_refused", exc_type=type(problem).__name__)
        finally:
            writer.close()
            peer.waiting.drop_all()

    async def _decode_queued(self) -> None:
        while True:
            queued = await self._queue.get()
            clip, writer = queued.clip, queued.peer.writer
            if writer.is_closing():
                continue
            if clip.is_wanted:
                queued.peer.waiting.take(clip)
                answer = await self._decode(clip)
            else:
                answer = DecodeAnswer(request=clip.request.request, text=None, waited_ms=0, decoded_ms=0)
            if not writer.is_closing():
                writer.write(frame(answer))

    async def _decode(self, clip: Clip) -> DecodeAnswer:
        started_s = time.monotonic()
        pcm = np.frombuffer(clip.audio, np.int16)
        is_final, language = clip.request.is_final, clip.request.language
        text: str | None
        loop = asyncio.get_running_loop()
        self._decoding_since_s[clip.number] = started_s
        try:
            text = await loop.run_in_executor(
                self._pool, lambda: self._decoder.decode(pcm, is_final=is_final, language=language)
            )
        except (RuntimeError, ValueError) as problem:
            # One clip that the engine chokes on must not silence every meeting of this worker.
            log.error("decode_failed", exc_type=type(problem).__name__, samples=len(pcm))
            text = None
        finally:
            del self._decoding_since_s[clip.number]
        return DecodeAnswer(
            request=clip.request.request,
            text=text,
            waited_ms=round((started_s - clip.arrived_at_s) * 1000),
            decoded_ms=round((time.monotonic() - started_s) * 1000),
        )

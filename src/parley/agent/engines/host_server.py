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

from parley.agent.engines.ports import Decoder
from parley.agent.engines.wire import DecodeAnswer, DecodeRequest, FrameError, Hello, frame, read_frame

log = structlog.get_logger()


@dataclass
class _Peer:
    """A connected job and the utterances whose final it has asked for."""

    writer: asyncio.StreamWriter
    finished: set[str] = field(default_factory=set)


@dataclass(order=True)
class _Clip:
    """A queued clip; ordered by rank (0 is a final), then by arrival."""

    rank: int
    number: int
    request: DecodeRequest = field(compare=False)
    audio: bytes = field(compare=False)
    peer: _Peer = field(compare=False)
    queued_at_s: float = field(compare=False)


class HostServer:
    """Decodes for any number of connections on a unix socket."""

    def __init__(self, decoder: Decoder, threads: int) -> None:
        self._decoder = decoder
        self._threads = threads
        self._queue: asyncio.PriorityQueue[_Clip] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="decode")

    async def listen(self, socket_path: Path) -> asyncio.Server:
        """Opens the socket; whoever connects before `work` runs has to wait."""
        return await asyncio.start_unix_server(self._connection, socket_path)

    async def work(self) -> None:
        """Decodes until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._threads):
                tasks.create_task(self._decode_queued())

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        capabilities = self._decoder.capabilities
        hello = Hello(
            engine=self._decoder.use, partials=capabilities.partials, language=capabilities.language
        )
        peer = _Peer(writer)
        try:
            writer.write(frame(hello))
            while True:
                request, audio = await read_frame(reader, DecodeRequest)
                if request.is_final:
                    peer.finished.add(request.utterance)
                rank = 0 if request.is_final else 1
                self._queue.put_nowait(
                    _Clip(rank, next(self._numbers), request, audio, peer, time.monotonic())
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the job is over
        except (FrameError, ValidationError) as problem:
            log.warning("engine_peer_refused", exc_type=type(problem).__name__)
        finally:
            writer.close()

    async def _decode_queued(self) -> None:
        while True:
            clip = await self._queue.get()
            if clip.peer.writer.is_closing():
                continue
            if not clip.request.is_final and clip.request.utterance in clip.peer.finished:
                answer = DecodeAnswer(request=clip.request.request, text=None, waited_ms=0, decoded_ms=0)
            else:
                answer = await self._decode(clip)
            if not clip.peer.writer.is_closing():
                clip.peer.writer.write(frame(answer))

    async def _decode(self, clip: _Clip) -> DecodeAnswer:
        started_s = time.monotonic()
        pcm = np.frombuffer(clip.audio, np.int16)
        is_final = clip.request.is_final
        loop = asyncio.get_running_loop()
        try:
            text = await loop.run_in_executor(
                self._pool, lambda: self._decoder.decode(pcm, is_final=is_final)
            )
        except (RuntimeError, ValueError) as problem:
            # One clip that the engine chokes on must not silence every meeting of this worker.
            log.error("decode_failed", exc_type=type(problem).__name__, samples=len(pcm))
            text = ""
        return DecodeAnswer(
            request=clip.request.request,
            text=text,
            waited_ms=round((started_s - clip.queued_at_s) * 1000),
            decoded_ms=round((time.monotonic() - started_s) * 1000),
        )

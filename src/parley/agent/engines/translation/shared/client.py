"""A meeting's end: translators behind the port that run in the worker."""

import asyncio
import itertools
from contextlib import suppress
from pathlib import Path

from parley.agent.engines.translation.ports import (
    Pair,
    Sentence,
    SentenceFailed,
    Translator,
    TranslatorCapabilities,
)
from parley.agent.engines.translation.shared.wire import MOST_BYTES, Reply, Request
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.meetings import EngineUse


class SharedTranslator:
    """One engine of the worker's.

    Args:
        what: The engine as it would run here: its name and what it can do are taken, and nothing is started.
    """

    def __init__(self, what: Translator, socket_path: Path) -> None:
        self._use, self._can = what.use, what.capabilities
        self._socket_path = socket_path
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._connecting = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def use(self) -> EngineUse:
        return self._use

    @property
    def capabilities(self) -> TranslatorCapabilities:
        return self._can

    def prepare(self, pair: Pair) -> None:
        self._own(asyncio.create_task(self._prepare(pair)))

    async def translate(self, sentence: Sentence) -> str:
        request = self._request(sentence.pair, sentence.text, sentence.terms)
        replied: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[request.number] = replied
        try:
            await self._send(request)
            reply = await replied
        except OSError as problem:
            raise EngineTrouble(Cause.UNREACHABLE) from problem
        finally:
            self._waiting.pop(request.number, None)
        if reply.trouble is not None:
            raise EngineTrouble(reply.trouble)
        if reply.text is None:
            raise SentenceFailed
        return reply.text

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()

    async def _prepare(self, pair: Pair) -> None:
        with suppress(OSError):
            await self._send(self._request(pair, None, ()))

    def _request(self, pair: Pair, text: str | None, terms: tuple[str, ...]) -> Request:
        return Request(
            number=next(self._numbers),
            engine=self._use.name,
            source=pair.source,
            target=pair.target,
            text=text,
            terms=terms,
        )

    async def _send(self, request: Request) -> None:
        async with self._connecting:
            if self._writer is None or self._writer.is_closing():
                reader, self._writer = await asyncio.open_unix_connection(
                    str(self._socket_path), limit=MOST_BYTES
                )
                self._own(asyncio.create_task(self._read(reader, self._writer)))
            self._writer.write(request.model_dump_json().encode() + b"\n")
            await self._writer.drain()

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                reply = Reply.model_validate_json(line)
                if (replied := self._waiting.get(reply.number)) is not None and not replied.done():
                    replied.set_result(reply)
        finally:
            writer.close()
            for replied in self._waiting.values():
                if not replied.done():
                    replied.set_exception(ConnectionError())

    def _own(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

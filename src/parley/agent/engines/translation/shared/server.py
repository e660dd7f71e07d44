"""A worker's end: the resident translators of all its meetings, each begun when it is first asked for.

One that nobody has asked for a while is ended, and begun again when somebody does. A pair is looked for on
the disk when it is begun, and again after it has failed: packages and folders come and go meanwhile.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from parley.agent.engines.translation.ports import Pair, SentenceFailed, Translator
from parley.agent.engines.translation.shared.wire import MOST_BYTES, Reply, Request
from parley.agent.engines.trouble import Cause, EngineTrouble

log = structlog.get_logger()

IDLE_S = 600.0  # 120 MB and more are not kept for a language that nobody reads any more
_LOOK_INTERVAL_S = 30.0

Find = Callable[[str, Pair], Translator | None]
"""One pair of one engine, as the disk has it now; None: it is not there. Blocks."""


class _Kept:
    """A translator of one pair, in use or lately."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self.in_hand = 0
        self.used_at_s = time.monotonic()
        self.has_failed = False


class SharedTranslators:
    """Serves the meetings of a worker.

    Args:
        find: Gives the translator of a pair that is not kept.
    """

    def __init__(self, find: Find, idle_s: float = IDLE_S) -> None:
        self._find = find
        self._idle_s = idle_s
        self._kept: dict[tuple[str, Pair], _Kept] = {}
        self._finding = asyncio.Lock()

    async def listen(self, socket_path: Path) -> asyncio.Server:
        """Opens the socket; whoever holds the server closes it."""
        return await asyncio.start_unix_server(self._meeting, str(socket_path), limit=MOST_BYTES)

    async def run(self) -> None:
        """Ends what is idle, until cancelled; then every translator."""
        try:
            while True:
                await asyncio.sleep(min(_LOOK_INTERVAL_S, self._idle_s))
                await self._end_idle()
        finally:
            kept, self._kept = self._kept, {}
            for one in kept.values():
                await one.translator.close()

    async def _meeting(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One meeting's connection, until it ends; what it still waits for then, nobody wants."""
        sentences: set[asyncio.Task[None]] = set()
        try:
            while line := await reader.readline():
                task = asyncio.create_task(self._attend(Request.model_validate_json(line), writer))
                sentences.add(task)
                task.add_done_callback(sentences.discard)
        except (OSError, ValueError) as problem:  # a line that is none, or far too long
            log.error("translation_request_unreadable", exc_type=type(problem).__name__)
        finally:
            for task in sentences:
                task.cancel()
            writer.close()

    async def _attend(self, request: Request, writer: asyncio.StreamWriter) -> None:
        reply = await self._reply(request)
        if reply is not None and not writer.is_closing():
            writer.write(reply.model_dump_json().encode() + b"\n")
            with suppress(OSError):
                await writer.drain()

    async def _reply(self, request: Request) -> Reply | None:
        kept = await self._of(request.engine, request.pair)
        if kept is None:
            return Reply(number=request.number, trouble=Cause.UNREACHABLE)
        if request.text is None:
            kept.translator.prepare(request.pair)
            return None
        kept.in_hand += 1
        try:
            text = await kept.translator.translate(request.sentence(request.text))
            return Reply(number=request.number, text=text)
        except SentenceFailed:
            return Reply(number=request.number)
        except EngineTrouble as trouble:
            kept.has_failed = True
            return Reply(number=request.number, trouble=trouble.cause)
        except Exception as problem:  # noqa: BLE001 - one meeting's sentence must not cost the others theirs
            log.error("translator_raised", engine=request.engine, exc_type=type(problem).__name__)
            return Reply(number=request.number, trouble=Cause.BROKE_OFF)
        finally:
            kept.in_hand -= 1
            if kept.has_failed and not kept.in_hand:
                await self._end(request.engine, request.pair)

    async def _of(self, engine: str, pair: Pair) -> _Kept | None:
        async with self._finding:
            if (engine, pair) not in self._kept:
                found = await asyncio.to_thread(self._find, engine, pair)
                if found is None:
                    return None
                self._kept[engine, pair] = _Kept(found)
            kept = self._kept[engine, pair]
            kept.used_at_s = time.monotonic()
            return kept

    async def _end_idle(self) -> None:
        since_s = time.monotonic() - self._idle_s
        for key in list(self._kept):
            kept = self._kept.get(key)  # asked anew: ending another took a while
            if kept is not None and not kept.in_hand and kept.used_at_s < since_s:
                await self._end(*key)

    async def _end(self, engine: str, pair: Pair) -> None:
        if (kept := self._kept.pop((engine, pair), None)) is not None:
            log.info("translator_ended", engine=engine, pair=f"{pair.source}-{pair.target}")
            await kept.translator.close()

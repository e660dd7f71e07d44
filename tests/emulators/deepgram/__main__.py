"""The emulator's process."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.emulators.deepgram.hearing import Hearing, Message
from tests.emulators.deepgram.script import Order, Script, Visit, Visits

IDLE_S = 10.0  # Deepgram closes a connection on which neither sound nor KeepAlive has come for so long


class Emulator:
    """Serves any number of connections."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._scripts: list[Script] = [Script()]
        self._visits: list[Visit] = []
        self._admitted: dict[ServerConnection, tuple[Script, Visit]] = {}

    async def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answers the handshake of a client."""
        address = urlsplit(request.path)
        if address.path == "/control":
            return None
        script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
        is_known = request.headers.get("Authorization") == f"Token {self._key}"
        status = script.status if is_known else HTTPStatus.UNAUTHORIZED
        visit = Visit(at_s=time.monotonic(), status=status, query=parse_qs(address.query))
        self._visits.append(visit)
        await asyncio.sleep(script.handshake_delay_s)
        if status == HTTPStatus.SWITCHING_PROTOCOLS:
            self._admitted[connection] = script, visit
            return None
        response = connection.respond(HTTPStatus(status), json.dumps({"err_code": "REFUSED"}))
        if script.retry_after_s is not None:
            response.headers["Retry-After"] = f"{script.retry_after_s:g}"
        return response

    async def talk(self, connection: ServerConnection) -> None:
        """Serves a client, or a test."""
        if connection not in self._admitted:
            await self._take_orders(connection)
            return
        script, visit = self._admitted.pop(connection)
        began_s = time.monotonic()
        try:
            await self._listen(connection, script, visit)
        except ConnectionClosed:
            pass
        except TimeoutError:
            await connection.close(1011, "NET-0001")
        finally:
            visit.open_s = time.monotonic() - began_s

    async def _listen(self, connection: ServerConnection, script: Script, visit: Visit) -> None:
        hearing = Hearing(script, visit.query.get("language", [""])[0])
        await asyncio.sleep(script.first_word_delay_s)
        while True:
            data = await asyncio.wait_for(connection.recv(), IDLE_S)
            if isinstance(data, bytes):
                answer = hearing.sound(data)
                visit.audio_s = hearing.audio_s
                if script.close_after_s is not None and hearing.audio_s >= script.close_after_s:
                    await connection.close(script.close_code, "NET-0000")
                    return
            else:
                kind = str(json.loads(data)["type"])
                visit.messages.append(kind)
                answer = hearing.finalize() if kind == "Finalize" else []
                answer = hearing.close() if kind == "CloseStream" else answer
            if script.silent_after_s is not None and hearing.audio_s >= script.silent_after_s:
                continue
            await _say(connection, answer, splits_text=script.splits_text)
            if visit.messages[-1:] == ["CloseStream"]:
                await connection.close(1000 if script.has_last_word else 1011)
                return

    async def _take_orders(self, connection: ServerConnection) -> None:
        async for data in connection:
            order = Order.model_validate_json(data)
            told = Visits(visits=self._visits).model_dump_json()
            if order.scripts:
                self._scripts, self._visits = list(order.scripts), []
            await connection.send(told)


async def _say(connection: ServerConnection, messages: Iterable[Message], *, splits_text: bool) -> None:
    for message in messages:
        text = json.dumps(message, ensure_ascii=False).encode()
        await connection.send(_split(text) if splits_text else text, text=True)


def _split(text: bytes) -> list[bytes]:
    """Two fragments; the first ends within the first character of several bytes."""
    within = next((index + 1 for index, byte in enumerate(text) if byte >= 0xC0), len(text) // 2)
    return [text[:within], text[within:]]


async def _closed_input() -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def main() -> None:
    """Serve until whoever started this is gone."""
    parser = argparse.ArgumentParser(prog="deepgram-emulator")
    parser.add_argument("--key", required=True)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    emulator = Emulator(arguments.key)
    async with serve(
        emulator.talk, "127.0.0.1", arguments.port, process_request=emulator.admit, ping_interval=None
    ) as server:
        sys.stdout.write(f"{next(iter(server.sockets)).getsockname()[1]}\n")
        sys.stdout.flush()
        await _closed_input()


if __name__ == "__main__":
    asyncio.run(main())

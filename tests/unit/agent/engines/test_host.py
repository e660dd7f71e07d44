"""The engine's host over its socket: a decode that never ends, a final that ends every host."""

import asyncio
import threading
from pathlib import Path

import numpy as np
import pytest

from parley.agent.engines.host_client import MAX_SENDS, HostClient
from parley.agent.engines.host_server import HostServer
from parley.agent.engines.ports import Capabilities, Pcm
from parley.agent.engines.wire import DecodeRequest, Hello, frame, read_frame
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

pytestmark = pytest.mark.unit

CLIP: Pcm = np.zeros(16_000, np.int16)
USE = EngineUse(kind=SPEECH_TO_TEXT, name="slow")


class SlowEngine:
    """Decodes nothing until it is let."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_go = threading.Event()

    @property
    def use(self) -> EngineUse:
        return USE

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(partials=True, languages=("en",))

    def decode(self, pcm: Pcm, *, is_final: bool, language: LanguageTag | None) -> str:
        self.began.set()
        self.may_go.wait()
        return "decoded"


async def test_a_decode_that_takes_too_long_is_noticed(tmp_path: Path) -> None:
    engine = SlowEngine()
    host = HostServer(engine, threads=1, liveness_s=0.0)
    client = HostClient(tmp_path / "engine.sock")
    async with await host.listen(tmp_path / "engine.sock"):
        running = [asyncio.create_task(client.run()), asyncio.create_task(host.work())]
        await client.capabilities()
        before = host.is_stuck
        decoding = asyncio.create_task(client.decode("u1", CLIP, is_final=True, language=None))
        await asyncio.to_thread(engine.began.wait)
        meanwhile = host.is_stuck
        engine.may_go.set()
        assert (await decoding).text == "decoded"
        assert (before, meanwhile, host.is_stuck) == (False, True, False)
        for task in running:
            task.cancel()
        await asyncio.wait(running)


async def test_a_final_that_ends_every_host_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each host here says hello, takes the clip and dies of it."""
    monkeypatch.setattr("parley.agent.engines.host_client._RECONNECT_S", 0.0)
    taken: list[int] = []

    async def die_of_it(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            frame(
                Hello(
                    engine=USE, capabilities=Capabilities(partials=True, languages=("en",)), is_fallback=False
                )
            )
        )
        request, _ = await read_frame(reader, DecodeRequest)
        taken.append(request.request)
        writer.close()

    client = HostClient(tmp_path / "engine.sock")
    async with await asyncio.start_unix_server(die_of_it, tmp_path / "engine.sock"):
        running = asyncio.create_task(client.run())
        assert (await client.decode("u1", CLIP, is_final=True, language=None)).text is None
        running.cancel()
        await asyncio.wait({running})
    assert taken == [0] * MAX_SENDS

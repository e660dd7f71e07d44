"""The engine's host process dies, is stuck, or cannot load; over the real socket."""

import asyncio
import os
import signal
from pathlib import Path

import psutil
import pytest

from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.policy import SAY_ALIVE_S
from parley.agent.engines.ports import Pcm, SpeechEvent, UtteranceContext
from parley.agent.engines.weights import REQUIRED_FILES, VOCABULARY_FILES
from parley.contracts.ids import ParticipantIdentity
from tests.integration.agent.conftest import eventually
from tests.integration.agent.engine_host import Host
from tests.integration.agent.room_peers import SPEECH_FILE, speech

pytestmark = pytest.mark.integration

needs_speech = pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed")
_SECONDS = 16_000
ANYBODY = UtteranceContext(ParticipantIdentity("u-maria"))


async def events_of(host: Host, pcm: Pcm) -> list[SpeechEvent]:
    stream = host.speech_to_text.open_utterance(ANYBODY)
    stream.push(pcm)
    stream.finish()
    return [event async for event in stream.events()]


@needs_speech
async def test_a_final_outlives_the_death_of_the_host(tmp_path: Path) -> None:
    host = Host(SpeechEngine.FAKE, tmp_path)
    try:
        await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
        usual = (await events_of(host, speech()))[-1]
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
        assert [event.text async for event in stream.events()] == [""]
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

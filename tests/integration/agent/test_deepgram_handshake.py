"""What operators are told of Deepgram before anybody speaks: a real handshake with the emulator."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from parley.agent.engines.deepgram import health as health_module
from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.deepgram.handshake import KEY_MISSING, problem_with
from parley.agent.engines.deepgram.health import DeepgramHealth
from tests.emulators.deepgram.client import KEY, DeepgramProcess, deepgram_emulator
from tests.emulators.deepgram.script import Script
from tests.integration.agent.cloud_meeting import until

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def emulator() -> Iterator[DeepgramProcess]:
    with deepgram_emulator() as one:
        yield one


def config(emulator: DeepgramProcess, key: str = KEY) -> DeepgramConfig:
    return DeepgramConfig(SecretStr(key), url=emulator.url.replace("http://", "ws://"))


def test_a_key_that_is_taken_is_no_problem_and_no_sound_is_sent(emulator: DeepgramProcess) -> None:
    emulator.play(Script())
    assert problem_with(config(emulator)) is None
    [visit] = emulator.visits()
    assert (visit.status, visit.audio_s) == (101, 0.0)


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (400, "PARLEY_DEEPGRAM_MODEL"),
        (402, "credit"),
        (403, "PARLEY_DEEPGRAM_API_KEY"),
        (429, "as many connections as it may"),
        (500, "PARLEY_DEEPGRAM_URL"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(emulator: DeepgramProcess, status: int, named: str) -> None:
    emulator.play(Script(status=status))
    assert named in (problem_with(config(emulator)) or "")


def test_a_wrong_key_a_missing_one_and_nobody_there_are_told_apart(emulator: DeepgramProcess) -> None:
    emulator.play(Script())
    wrong = problem_with(config(emulator, "wrong-key")) or ""
    assert "refuses the key" in wrong
    assert "wrong-key" not in wrong
    assert problem_with(None) == KEY_MISSING
    nobody = DeepgramConfig(SecretStr(KEY), url="http://127.0.0.1:1/v1/listen")
    assert "does not answer" in (problem_with(nobody) or "")


async def test_the_worker_s_report_follows(
    emulator: DeepgramProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_module, "_FIRST_UNWELL_S", 0.02)
    emulator.play(Script(status=401), Script(status=401), Script())
    health = DeepgramHealth(config(emulator), "nova-3")
    [at_first] = health.health
    assert (at_first.name, at_first.is_ready, at_first.languages) == ("deepgram-nova-3", False, [])
    assert at_first.is_elsewhere, "it may be used as soon as it answers"
    assert [one.is_elsewhere for one in DeepgramHealth(None, "nova-3").health] == [False]
    running = asyncio.create_task(health.run())
    started_s = time.monotonic()
    await until(lambda: "refuses the key" in (health.health[0].problem or ""))
    await until(lambda: health.health[0].is_ready)
    assert time.monotonic() - started_s < 10
    assert {"en", "de", "pt-BR"} <= set(health.health[0].languages)
    running.cancel()
    await asyncio.wait({running})

"""Apertium's processes die, hang and refuse to start; no sentence is left out, none gets another's words."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from parley.agent.engines.translation.apertium.modes import Mode, installed_modes
from parley.agent.engines.translation.apertium.translator import ApertiumTranslator
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed
from parley.agent.engines.trouble import EngineTrouble

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not Path("/usr/share/apertium/apertium-eng-spa").is_dir(), reason="apertium-eng-spa is not installed"
    ),
]

EN_ES = Pair("en", "es")
BACK_WITHIN_S = 2.0


def mode(*stages: str) -> Mode:
    return Mode("eng-spa", EN_ES, tuple(("/bin/sh", "-c", stage) for stage in stages))


@pytest_asyncio.fixture
async def apertium() -> AsyncIterator[ApertiumTranslator]:
    one = ApertiumTranslator(installed_modes(), timeout_s=1.0)
    await one.translate(Sentence("Warm up.", EN_ES))
    yield one
    await one.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("stage", [0, 4, -1])
async def test_a_program_killed_between_sentences_is_back_and_no_sentence_is_left_out(
    apertium: ApertiumTranslator, stage: int
) -> None:
    before = apertium.pids[EN_ES]
    os.kill(before[stage], signal.SIGKILL)
    began_s = time.monotonic()
    answers = [await apertium.translate(Sentence(f"Number {number}.", EN_ES)) for number in range(5)]
    assert time.monotonic() - began_s < BACK_WITHIN_S
    assert [f"{number}" in answer for number, answer in enumerate(answers)] == [True] * 5
    assert not any(map(is_alive, before)), "nothing of the former pipeline is left"


async def test_a_program_killed_while_many_wait_loses_none_of_them(apertium: ApertiumTranslator) -> None:
    waiting = [
        asyncio.create_task(apertium.translate(Sentence(f"We met {number} of them.", EN_ES)))
        for number in range(100)
    ]
    await asyncio.wait(waiting[:10])
    os.kill(apertium.pids[EN_ES][2], signal.SIGKILL)
    answers = await asyncio.gather(*waiting)
    assert all(str(number) in answer.split() for number, answer in enumerate(answers))


async def test_a_program_that_hangs_is_ended_and_the_sentence_translated(
    apertium: ApertiumTranslator,
) -> None:
    before = apertium.pids[EN_ES]
    os.kill(before[5], signal.SIGSTOP)
    assert await apertium.translate(Sentence("Hello.", EN_ES)) == "Hola."
    assert not any(map(is_alive, before))


async def test_a_sentence_that_ends_every_pipeline_is_given_up_and_the_next_is_not() -> None:
    """The program takes 60 bytes and goes: a longer sentence never has an answer."""
    one = ApertiumTranslator([mode("exec dd bs=1 count=60 2>/dev/null")], timeout_s=5.0)
    try:
        with pytest.raises(SentenceFailed):
            await one.translate(Sentence("far too long " * 20, EN_ES))
        assert await one.translate(Sentence("short", EN_ES)) == "short"
    finally:
        await one.close()


async def test_one_that_never_answers_costs_two_time_limits_and_leaves_no_process() -> None:
    one = ApertiumTranslator([mode("cat >/dev/null", "cat")], timeout_s=0.1)
    try:
        with pytest.raises(SentenceFailed):
            await one.translate(Sentence("Hello.", EN_ES))
        assert one.pids == {}
    finally:
        await one.close()


async def test_a_program_that_is_gone_is_the_engine_s_trouble() -> None:
    gone = Mode("eng-spa", EN_ES, (("/bin/cat",), ("/nowhere/lt-proc",)))
    one = ApertiumTranslator([gone])
    with pytest.raises(EngineTrouble):
        await one.translate(Sentence("Hello.", EN_ES))
    await one.close()


async def test_closing_ends_every_process(apertium: ApertiumTranslator) -> None:
    pids = apertium.pids[EN_ES]
    await apertium.close()
    assert apertium.pids == {}
    assert not any(map(is_alive, pids))

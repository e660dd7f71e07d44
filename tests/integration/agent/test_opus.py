"""OPUS-MT by the real CTranslate2 and SentencePiece: what it says, and what comes of a process that fails."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from parley.agent.engines.translation.opus.folders import OpusFolder
from parley.agent.engines.translation.opus.translator import OpusTranslator
from parley.agent.engines.translation.ports import Pair, Sentence
from parley.agent.engines.trouble import EngineTrouble
from tests.integration.agent.word_for_word import write_opus_model

pytestmark = pytest.mark.integration

EN_ES = Pair("en", "es")
BACK_WITHIN_S = 2.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_opus_model(tmp_path_factory.mktemp("opus") / "opus-mt-en-es")


@pytest_asyncio.fixture
async def opus(folder: Path) -> AsyncIterator[OpusTranslator]:
    one = OpusTranslator([OpusFolder(folder, EN_ES)])
    await one.translate(Sentence("a", EN_ES))
    yield one
    await one.close()


@pytest.mark.parametrize("ends_sentences_itself", [True, False])
async def test_the_model_s_own_words_come_out_however_it_was_converted(
    tmp_path: Path, ends_sentences_itself: bool
) -> None:
    """By way of Transformers, a model is told the end of a sentence by whoever asks it."""
    made = write_opus_model(tmp_path / "opus-mt-en-es")
    config = made / "config.json"
    if not ends_sentences_itself:
        config.write_text(config.read_text().replace('"add_source_eos": true', '"add_source_eos": false'))
    one = OpusTranslator([OpusFolder(made, EN_ES)])
    try:
        assert await one.translate(Sentence("we meet the house", EN_ES)) == "nosotros vemos el casa"
    finally:
        await one.close()


async def test_sentences_and_parts_of_long_ones_come_back_in_their_order(opus: OpusTranslator) -> None:
    said = [f"Number {number} and more." for number in range(5)] + ["we meet and more " * 50]
    answer = await opus.translate(Sentence(" ".join(said), EN_ES))
    assert answer.split()[:20] == " ".join(said).replace(" and ", " y ").split()[:20]
    assert answer.split()[20:] == ["nosotros", "vemos", "y", "more"] * 50


async def test_a_process_that_is_killed_is_back_and_no_sentence_is_left_out(opus: OpusTranslator) -> None:
    waiting = [
        asyncio.create_task(opus.translate(Sentence(f"we meet {number}", EN_ES))) for number in range(40)
    ]
    await asyncio.wait(waiting[:5])
    began_s = time.monotonic()
    os.kill(opus.pids[EN_ES][0], signal.SIGKILL)
    answers = await asyncio.gather(*waiting)
    assert answers == [f"nosotros vemos {number}" for number in range(40)]
    assert time.monotonic() - began_s < BACK_WITHIN_S


async def test_a_process_that_hangs_is_replaced(folder: Path) -> None:
    one = OpusTranslator([OpusFolder(folder, EN_ES)], timeout_s=0.5)
    try:
        await one.translate(Sentence("a", EN_ES))
        (stopped,) = one.pids[EN_ES]
        os.kill(stopped, signal.SIGSTOP)
        assert await one.translate(Sentence("we meet", EN_ES)) == "nosotros vemos"
        assert one.pids[EN_ES] != [stopped]
    finally:
        await one.close()


async def test_a_model_that_cannot_be_loaded_is_the_engine_s_trouble(tmp_path: Path) -> None:
    made = write_opus_model(tmp_path / "opus-mt-en-es")
    (made / "source.spm").write_bytes(b"not a model")
    one = OpusTranslator([OpusFolder(made, EN_ES)])
    with pytest.raises(EngineTrouble):
        await one.translate(Sentence("we meet", EN_ES))
    assert one.pids == {}

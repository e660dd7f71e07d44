"""What every engine promises through the translation port; each runs as it does in a meeting."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from parley.agent.engines.translation.answers import usable
from parley.agent.engines.translation.apertium.modes import MODES_FOLDER
from parley.agent.engines.translation.choice import (
    TranslationEngine,
    TranslationPlan,
    resident_of,
    translators,
)
from parley.agent.engines.translation.ports import Pair, Sentence, Translator
from parley.agent.engines.translation.shared.server import SharedTranslators
from parley.contracts.translation import TRANSLATION
from tests.emulators.openai.client import OpenAiProcess, openai_emulator
from tests.integration.agent.word_for_word import write_opus_model

pytestmark = [pytest.mark.integration, pytest.mark.asyncio(loop_scope="module")]

EN_ES = Pair("en", "es")
HAS_APERTIUM = Path("/usr/share/apertium/apertium-eng-spa").is_dir()


@pytest.fixture(scope="module")
def emulator() -> Iterator[OpenAiProcess]:
    with openai_emulator() as one:
        yield one


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opus")
    write_opus_model(folder / "opus-mt-en-es")
    write_opus_model(folder / "opus-mt-es-en", says_backwards=True)
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["fake", "apertium", "opus", "model"])
async def engine(
    request: pytest.FixtureRequest,
    emulator: OpenAiProcess,
    opus: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Translator]:
    if request.param == "apertium" and not HAS_APERTIUM:
        pytest.skip("apertium-eng-spa is not installed")
    model = emulator.config() if request.param == "model" else None
    plan = TranslationPlan(TranslationEngine(request.param), model, MODES_FOLDER, False, opus)
    socket = tmp_path_factory.mktemp("worker") / "translators.sock"
    shared = SharedTranslators(partial(resident_of, plan))
    async with await shared.listen(socket):
        ending = asyncio.create_task(shared.run())
        (one,) = translators(plan, socket)
        one.prepare(EN_ES)
        yield one
        await one.close()
        ending.cancel()
        await asyncio.wait({ending})


async def test_it_has_a_name_and_pairs_of_two_languages(engine: Translator) -> None:
    assert engine.use.kind == TRANSLATION
    assert EN_ES in engine.capabilities.pairs
    assert all(pair.source != pair.target for pair in engine.capabilities.pairs)


@pytest.mark.parametrize(
    "text",
    [
        "We meet again on Friday.",
        "yes",
        "Write a\\b, [x], {y}, ^z$, <b>bold</b> and me@example.org, at 3/4 of 50 % — “please”.",
        "A line\nand another.\r\n",
        "مرحبا, שלום, 你好, 🙂, ẞ and a NUL: \0.",
        "word and more " * 700,
    ],
)
async def test_whatever_is_said_has_a_translation(engine: Translator, text: str) -> None:
    sentence = Sentence(text, EN_ES)
    assert usable(await engine.translate(sentence), sentence) is not None


async def test_many_at_once_each_get_their_own_answer(engine: Translator) -> None:
    pairs = [EN_ES, Pair("es", "en")]
    sentences = [Sentence(f"Number {number}.", pairs[number % 2]) for number in range(40)]
    answers = await asyncio.gather(*map(engine.translate, sentences))
    for number, answer in enumerate(answers):
        assert str(number) in answer.replace(".", " ").split()


async def test_one_that_is_given_up_leaves_its_answer_to_nobody(engine: Translator) -> None:
    given_up = asyncio.create_task(engine.translate(Sentence("The first of them.", EN_ES)))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait({given_up})
    before = await engine.translate(Sentence("Number 77.", EN_ES))
    assert before == await engine.translate(Sentence("Number 77.", EN_ES))
    assert "77" in before


async def test_names_and_terms_stay_as_they_are(engine: Translator) -> None:
    text = "Mark Baker will show Rose the Green Book."
    answer = await engine.translate(Sentence(text, EN_ES, terms=("Mark Baker", "Rose", "Green Book")))
    if engine.use.name != "fake":
        assert answer != text
    assert all(name in answer for name in ("Mark Baker", "Rose", "Green Book"))

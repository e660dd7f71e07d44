"""The meetings of a worker share its translators: one process a pair, ended when nobody needs it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.agent.engines.translation.apertium.modes import Mode
from parley.agent.engines.translation.apertium.translator import ApertiumTranslator
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed, Translator
from parley.agent.engines.translation.shared.client import SharedTranslator
from parley.agent.engines.translation.shared.server import Find, SharedTranslators
from parley.agent.engines.trouble import Cause, EngineTrouble
from tests.integration.agent.conftest import eventually
from tests.unit.agent.engines.translation.peers import EN_ES, Scripted, raising

pytestmark = pytest.mark.integration


def saying(*stages: str) -> ApertiumTranslator:
    """A pipeline of other programs, which answers as Apertium's do."""
    return ApertiumTranslator([Mode("eng-spa", EN_ES, tuple(("/bin/sh", "-c", one) for one in stages))])


@asynccontextmanager
async def worker(socket: Path, find: Find, idle_s: float = 600.0) -> AsyncIterator[None]:
    shared = SharedTranslators(find, idle_s)
    async with await shared.listen(socket):
        ending = asyncio.create_task(shared.run())
        try:
            yield
        finally:
            ending.cancel()
            await asyncio.wait({ending})


def always(translator: Translator) -> Callable[[str, Pair], Translator]:
    return lambda _engine, _pair: translator


async def test_two_meetings_use_one_process_and_it_ends_with_the_worker(tmp_path: Path) -> None:
    socket, cat = tmp_path / "s", saying("cat")
    async with worker(socket, always(cat)):
        meetings = [SharedTranslator(cat, socket) for _ in range(2)]
        for meeting in meetings:
            meeting.prepare(EN_ES)
        said = [[Sentence(f"{number}{name}", EN_ES) for number in range(50)] for name in "ab"]
        pairs = zip(meetings, said, strict=True)
        answers = await asyncio.gather(*(one.translate(each) for one, all_ in pairs for each in all_))
        assert answers == [each.text for all_ in said for each in all_], "each gets its own"
        assert len(cat.pids[EN_ES]) == 1
        await meetings[0].close()
        assert await meetings[1].translate(Sentence("still", EN_ES)) == "still"
        await meetings[1].close()
    assert cat.pids == {}


async def test_one_that_nobody_needs_is_ended_and_begun_again(tmp_path: Path) -> None:
    socket, made = tmp_path / "s", list[ApertiumTranslator]()

    def find(_engine: str, _pair: Pair) -> Translator:
        made.append(saying("cat"))
        return made[-1]

    async with worker(socket, find, idle_s=0.05):
        meeting = SharedTranslator(saying("cat"), socket)
        assert await meeting.translate(Sentence("once", EN_ES)) == "once"
        await eventually(lambda: made[0].pids == {})
        assert await meeting.translate(Sentence("twice", EN_ES)) == "twice"
        assert len(made) == 2
        await meeting.close()


async def test_what_fails_is_told_apart_and_looked_for_again(tmp_path: Path) -> None:
    socket = tmp_path / "s"
    found: list[Translator | None] = [
        None,
        Scripted(raising(EngineTrouble(Cause.TOO_MANY))),
        Scripted(raising(SentenceFailed())),
    ]
    async with worker(socket, lambda _engine, _pair: found.pop(0)):
        meeting = SharedTranslator(Scripted(), socket)
        for cause in (Cause.UNREACHABLE, Cause.TOO_MANY):
            with pytest.raises(EngineTrouble) as trouble:
                await meeting.translate(Sentence("Hello.", EN_ES))
            assert trouble.value.cause is cause
        for _ in range(2):
            with pytest.raises(SentenceFailed):
                await meeting.translate(Sentence("Hello.", EN_ES))
        assert found == [], "an engine that works is kept, whatever became of a sentence"
        await meeting.close()


async def test_a_worker_that_is_gone_is_the_engine_s_trouble(tmp_path: Path) -> None:
    meeting = SharedTranslator(Scripted(), tmp_path / "nowhere")
    meeting.prepare(EN_ES)
    with pytest.raises(EngineTrouble):
        await meeting.translate(Sentence("Hello.", EN_ES))
    await meeting.close()

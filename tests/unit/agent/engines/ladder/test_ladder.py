"""An utterance gets its final from the best engine that works, whatever becomes of the others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from parley.agent.engines.ladder import ladder as ladder_module
from parley.agent.engines.ladder.ladder import Ladder
from parley.agent.engines.ladder.utterance import LadderUtterance
from parley.agent.engines.languages import engine_language
from parley.agent.engines.ports import (
    Capabilities,
    EngineStatus,
    EngineWork,
    Final,
    Partial,
    Pcm,
    SpeechEvent,
    UtteranceContext,
    UtteranceFailed,
)
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.captions import GapReason
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse, SpeechEngineWish

pytestmark = pytest.mark.unit

SILENT = EngineTrouble(Cause.SILENT)
UNREACHABLE = EngineTrouble(Cause.UNREACHABLE)
KEY_REFUSED = EngineTrouble(Cause.KEY_REFUSED)
SOUND: Pcm = np.ones(8_000, np.int16)
MARIA = ParticipantIdentity("u-maria")
Script = Callable[["Stream"], AsyncIterator[SpeechEvent]]


async def hears(stream: "Stream") -> AsyncIterator[SpeechEvent]:
    await stream.grown.wait()
    yield Partial(f"{stream.engine.name}…")
    await stream.over.wait()
    yield Final(f"{stream.engine.name}: {stream.samples}")


def fails(cause: Cause) -> Script:
    async def script(stream: "Stream") -> AsyncIterator[SpeechEvent]:
        await stream.grown.wait()
        if stream.samples:
            raise EngineTrouble(cause)
        yield Final("never")

    return script


async def chokes(stream: "Stream") -> AsyncIterator[SpeechEvent]:
    if stream.engine:
        raise UtteranceFailed(GapReason.ENGINE_FAILED)
    yield Final("never")


class Stream:
    def __init__(self, engine: EngineUse, script: Script) -> None:
        self.engine = engine
        self._script = script
        self.samples = 0
        self.grown, self.over = asyncio.Event(), asyncio.Event()
        self.is_left = False

    def work(self) -> list[EngineWork]:
        return [EngineWork(self.engine, self.samples, None)]

    def push(self, pcm: Pcm) -> None:
        self.samples += len(pcm)
        self.grown.set()

    def finish(self) -> None:
        self.over.set()

    async def events(self) -> AsyncIterator[SpeechEvent]:
        try:
            async for event in self._script(self):
                yield event
        finally:
            self.is_left = True


@dataclass
class Engine:
    """An engine whose utterances go as the scripts say, the last for all that follow; so do its probes."""

    name: str
    scripts: list[Script] = field(default_factory=lambda: [hears])
    probes: list[EngineTrouble | None] = field(default_factory=lambda: [None])
    languages: tuple[str, ...] = ("en",)
    is_ready: bool = True
    detection: bool = False
    streams: list[Stream] = field(default_factory=list)
    told: list[UtteranceContext] = field(default_factory=list)
    probed: int = 0
    is_closed: bool = False

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=SPEECH_TO_TEXT, name=self.name)

    async def capabilities(self) -> Capabilities:
        return Capabilities(partials=True, languages=self.languages, detection=self.detection)

    def engines(self) -> list[EngineUse]:
        return [self.use] if self.is_ready else []

    def status(self) -> EngineStatus:
        return EngineStatus(self.use if self.is_ready else None, is_fallback=False)

    def allow(self, wish: SpeechEngineWish) -> None: ...

    def open_utterance(self, context: UtteranceContext) -> Stream:
        self.told.append(context)
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        if engine_language(self.languages, context.language) is None:
            script = unsupported
        self.streams.append(Stream(self.use, script))
        return self.streams[-1]

    async def probe(self) -> None:
        self.probed += 1
        trouble = self.probes.pop(0) if len(self.probes) > 1 else self.probes[0]
        if trouble is not None:
            raise trouble

    async def close(self) -> None:
        self.is_closed = True


def failing_once(probe: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    failures = [RuntimeError("a plugin's own")]

    async def probed() -> None:
        if failures:
            raise failures.pop()
        await probe()

    return probed


async def unsupported(stream: Stream) -> AsyncIterator[SpeechEvent]:
    if stream.engine:
        raise UtteranceFailed(GapReason.LANGUAGE_UNSUPPORTED)
    yield Final("never")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtual time: a pause is one turn of the loop."""
    monkeypatch.setattr(ladder_module, "_LOOK_S", 0.0)
    monkeypatch.setattr("parley.agent.engines.ladder.circuit.FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr("parley.agent.engines.ladder.circuit.FIRST_LASTING_PAUSE_S", 0.0)


def say(ladder: Ladder, language: str | None = None) -> LadderUtterance:
    utterance = ladder.open_utterance(UtteranceContext(MARIA, language))
    utterance.push(SOUND)
    utterance.push(SOUND)
    return utterance


async def heard(utterance: LadderUtterance) -> list[SpeechEvent]:
    utterance.finish()
    return [event async for event in utterance.events()]


async def text(utterance: LadderUtterance) -> str:
    return (await heard(utterance))[-1].text


async def until(condition: Callable[[], object]) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("waited in vain")


async def test_the_best_engine_gets_it_and_is_no_fallback() -> None:
    cloud, local = Engine("cloud"), Engine("local")
    ladder = Ladder([cloud], local, "en")
    assert await heard(say(ladder)) == [Partial("cloud…"), Final("cloud: 16000")]
    assert local.streams == []
    assert ladder.status() == EngineStatus(cloud.use, is_fallback=False)
    assert ladder.engines() == [cloud.use]


async def test_an_utterance_is_taken_over_whole_in_the_middle_of_it() -> None:
    cloud, local = (
        Engine("cloud", [fails(Cause.BROKE_OFF)], [UNREACHABLE]),
        Engine("local"),
    )
    ladder = Ladder([cloud], local, "en")
    utterance = say(ladder)
    events = utterance.events()
    assert await anext(events) == Partial("local…")
    utterance.push(SOUND)
    utterance.finish()
    assert [event async for event in events] == [Final("local: 24000")]
    assert ladder.status() == EngineStatus(local.use, is_fallback=True)
    assert ladder.engines() == [cloud.use, local.use]
    assert [(work.engine.name, work.samples) for work in utterance.work()] == [
        ("cloud", 16_000),
        ("local", 24_000),
    ]
    assert cloud.streams[0].is_left
    await ladder.close()


async def test_a_dead_engine_is_not_tried_for_each_utterance() -> None:
    cloud = Engine("cloud", [fails(Cause.SILENT)], [SILENT])
    ladder = Ladder([cloud], Engine("local"), "en")
    for _ in range(5):
        assert await text(say(ladder)) == "local: 16000"
    assert len(cloud.streams) == 1
    await ladder.close()


async def test_it_gets_the_next_utterance_once_a_probe_went_well() -> None:
    cloud = Engine("cloud", [fails(Cause.UNREACHABLE), hears], [UNREACHABLE, UNREACHABLE, None])
    ladder = Ladder([cloud], Engine("local"), "en")
    assert await text(say(ladder)) == "local: 16000"
    await until(lambda: not ladder.status().is_fallback)
    assert cloud.probed == 3
    assert await text(say(ladder)) == "cloud: 16000"
    await ladder.close()


async def test_a_raised_bug_counts_as_a_failure_of_the_engine() -> None:
    async def raises(stream: Stream) -> AsyncIterator[SpeechEvent]:
        if stream.engine:
            raise RuntimeError("a plugin's own")
        yield Final("never")

    async def stops_short(stream: Stream) -> AsyncIterator[SpeechEvent]:
        yield Partial("never more")

    for script in (raises, stops_short):
        ladder = Ladder([Engine("cloud", [script], [SILENT])], Engine("local"), "en")
        assert await text(say(ladder)) == "local: 16000"
        assert ladder.status().is_fallback
        await ladder.close()


async def test_a_probe_that_raises_a_bug_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Engine("cloud", [fails(Cause.SILENT), hears])
    ladder = Ladder([cloud], Engine("local"), "en")
    monkeypatch.setattr(cloud, "probe", failing_once(cloud.probe))
    assert await text(say(ladder)) == "local: 16000"
    await until(lambda: not ladder.status().is_fallback)
    await ladder.close()


async def test_an_engine_that_fails_again_is_probed_again() -> None:
    cloud = Engine("cloud", [fails(Cause.SILENT)])
    ladder = Ladder([cloud], Engine("local"), "en")
    for count in range(1, 4):
        assert await text(say(ladder)) == "local: 16000"
        await until(lambda: not ladder.status().is_fallback)
        assert cloud.probed == count
    await ladder.close()


async def test_without_a_ready_local_engine_the_utterance_waits_for_the_cloud_one() -> None:
    cloud = Engine("cloud", [fails(Cause.BROKE_OFF), hears], [UNREACHABLE, None])
    ladder = Ladder([cloud], Engine("local", is_ready=False), "en")
    assert await text(say(ladder)) == "cloud: 16000"
    await ladder.close()


async def test_an_utterance_that_no_engine_can_take_is_given_up() -> None:
    cloud = Engine("cloud", [fails(Cause.KEY_REFUSED)], [KEY_REFUSED])
    local = Engine("local", [chokes])
    ladder = Ladder([cloud], local, "en")
    with pytest.raises(UtteranceFailed) as failure:
        await heard(say(ladder))
    assert failure.value.reason is GapReason.ENGINE_FAILED
    assert (len(cloud.streams), len(local.streams)) == (1, 1), "a key that is refused is not waited for"
    await ladder.close()


async def test_a_local_engine_that_chokes_is_helped_out_by_one_that_works() -> None:
    cloud = Engine("cloud", [fails(Cause.BROKE_OFF), hears])
    local = Engine("local", [chokes])
    ladder = Ladder([cloud], local, "en")
    assert await text(say(ladder)) == "cloud: 16000"
    assert len(local.streams) == 1
    await ladder.close()


async def test_who_speaks_what_one_engine_does_not_write_gets_another() -> None:
    cloud, local = Engine("cloud", languages=("en", "de")), Engine("local", languages=("en", "mt"))
    ladder = Ladder([cloud], local, "en")
    assert await text(say(ladder, "de-AT")) == "cloud: 16000"
    assert await text(say(ladder, "mt")) == "local: 16000"
    assert not ladder.status().is_fallback, "that was no failure"
    with pytest.raises(UtteranceFailed) as failure:
        await heard(say(ladder, "yi"))
    assert failure.value.reason is GapReason.LANGUAGE_UNSUPPORTED


async def test_nobody_waits_for_an_engine_that_would_not_write_their_language_either() -> None:
    cloud = Engine("cloud", [fails(Cause.UNREACHABLE)], [UNREACHABLE])
    ladder = Ladder([cloud], Engine("local"), "en")
    assert await text(say(ladder)) == "local: 16000"
    with pytest.raises(UtteranceFailed) as failure:
        await asyncio.wait_for(heard(say(ladder, "yi")), 5)
    assert failure.value.reason is GapReason.LANGUAGE_UNSUPPORTED
    await ladder.close()


async def test_a_fallback_invents_no_english_where_people_speak_something_else() -> None:
    cloud = Engine("cloud", [fails(Cause.KEY_REFUSED)], [KEY_REFUSED], languages=("de", "en"))
    local = Engine("local")
    ladder = Ladder([cloud], local, "de")
    with pytest.raises(UtteranceFailed):
        await heard(say(ladder))
    assert [one.language for one in (*cloud.told, *local.told)] == ["de", "de"]
    await ladder.close()


async def test_an_engine_that_detects_is_not_told_what_nobody_knows() -> None:
    cloud = Engine("cloud", detection=True)
    ladder = Ladder([cloud], Engine("local"), "en")
    await text(say(ladder))
    await text(say(ladder, "en"))
    assert [one.language for one in cloud.told] == [None, "en"]


async def test_local_means_that_nothing_goes_out_not_even_the_rest_of_what_is_being_said() -> None:
    cloud, local = Engine("cloud", [fails(Cause.SILENT), hears]), Engine("local")
    ladder = Ladder([cloud], local, "en")
    assert await text(say(ladder)) == "local: 16000"
    await until(lambda: not ladder.status().is_fallback)
    utterance = say(ladder)
    events = utterance.events()
    assert await anext(events) == Partial("cloud…")
    ladder.allow(SpeechEngineWish.LOCAL)
    utterance.push(SOUND)
    assert cloud.streams[-1].samples == 16_000
    assert await anext(events) == Partial("local…")
    assert cloud.streams[-1].is_left
    utterance.finish()
    assert [event async for event in events] == [Final("local: 24000")]
    assert cloud.streams[-1].samples == 16_000
    assert ladder.status() == EngineStatus(local.use, is_fallback=False), "it is what the host wants"
    assert await text(say(ladder)) == "local: 16000"
    assert len(cloud.streams) == 2
    ladder.allow(SpeechEngineWish.AUTO)
    assert await text(say(ladder)) == "cloud: 16000"
    await ladder.close()


async def test_a_local_meeting_does_not_even_ask_whether_the_cloud_engine_is_back() -> None:
    cloud = Engine("cloud", [fails(Cause.SILENT)], [SILENT])
    ladder = Ladder([cloud], Engine("local"), "en")
    assert await text(say(ladder)) == "local: 16000"
    await until(lambda: cloud.probed)
    ladder.allow(SpeechEngineWish.LOCAL)
    probed = cloud.probed
    for _ in range(20):
        await asyncio.sleep(0)
    assert cloud.probed == probed
    await ladder.close()


async def test_a_deployment_without_the_engine_it_wants_says_so() -> None:
    ladder = Ladder([], Engine("local"), "en", lacks_best=True)
    assert ladder.status().is_fallback
    ladder.allow(SpeechEngineWish.LOCAL)
    assert not ladder.status().is_fallback


async def test_an_utterance_that_nobody_follows_any_more_is_left() -> None:
    cloud = Engine("cloud")
    ladder = Ladder([cloud], Engine("local"), "en")
    utterance = say(ladder)
    following = asyncio.create_task(heard(utterance))
    await until(lambda: cloud.streams)
    utterance.finish = lambda: None  # type: ignore[method-assign]
    following.cancel()
    await asyncio.wait({following})
    assert cloud.streams[0].is_left
    await ladder.close()
    assert cloud.is_closed

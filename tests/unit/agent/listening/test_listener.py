"""A microphone whose engine never gets ready, fails, or is full."""

import asyncio
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.engines.ports import (
    Capabilities,
    EngineStatus,
    EngineWork,
    Final,
    Pcm,
    SpeechEvent,
    UtteranceContext,
    UtteranceFailed,
)
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.listener import Listener, Meeting
from parley.agent.listening.turns import Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import Utterance
from parley.contracts.captions import GapReason
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse, SpeechEngineWish
from tests.unit.agent.listening.test_segmenter import LevelActivity, sound

pytestmark = pytest.mark.unit

MARIA = ParticipantIdentity("u-maria")
ENGINE = EngineUse(kind=SPEECH_TO_TEXT, name="scripted")
SPOKEN: Pcm = np.concatenate([sound(0.9, 2.0), sound(0.1, 1.0)])

Script = Callable[["Stream"], AsyncIterator[SpeechEvent]]


class Stream:
    """One utterance in a scripted engine."""

    def __init__(self, script: Script, *, is_ready: bool) -> None:
        self._script = script
        self.samples = 0
        self.over = asyncio.Event()
        self.engine: EngineUse | None = ENGINE if is_ready else None

    def work(self) -> list[EngineWork]:
        return [] if self.engine is None else [EngineWork(self.engine, self.samples, 3)]

    def push(self, pcm: Pcm) -> None:
        self.samples += len(pcm)

    def finish(self) -> None:
        self.over.set()

    def events(self) -> AsyncIterator[SpeechEvent]:
        return self._script(self)


class Engine:
    """An engine whose utterances go as the script says."""

    def __init__(self, script: Script, *, is_ready: bool = True) -> None:
        self._script = script
        self._is_ready = is_ready
        self.streams: list[Stream] = []

    async def capabilities(self) -> Capabilities:
        return Capabilities(partials=True, languages=("en",))

    def engines(self) -> list[EngineUse]:
        return [ENGINE]

    def status(self) -> EngineStatus:
        return EngineStatus(ENGINE, is_fallback=False)

    def allow(self, wish: SpeechEngineWish) -> None: ...

    def open_utterance(self, context: UtteranceContext) -> Stream:
        self.streams.append(Stream(self._script, is_ready=self._is_ready))
        return self.streams[-1]


class Book:
    """What was heard and missed of a meeting, and what it cost."""

    def __init__(
        self, engine: Engine, most: int = 10, max_backlog_s: float = 120, max_wait_s: float = 15
    ) -> None:
        self.heard: list[tuple[Utterance, SpeechEvent]] = []
        self.missed: list[tuple[Utterance, GapReason]] = []
        self.meter = UsageMeter()
        self.meeting = Meeting(
            engine,
            UtteranceContext,
            lambda *event: self.heard.append(event),
            lambda *miss: self.missed.append(miss),
            Backlog(max_backlog_s),
            Turns(most, max_wait_s),
            self.meter,
        )

    def listener(self, speaker: str = MARIA) -> Listener:
        return Listener(ParticipantIdentity(speaker), f"TR_{speaker}", LevelActivity(), self.meeting)


async def never(stream: Stream) -> AsyncIterator[SpeechEvent]:
    await asyncio.Event().wait()
    yield Final("never")


async def at_the_end(stream: Stream) -> AsyncIterator[SpeechEvent]:
    await stream.over.wait()
    yield Final(f"{stream.samples} samples")


async def say(listener: Listener, at_s: float = 0.0) -> None:
    listener.hear(SPOKEN, arrived_at_s=at_s)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@pytest.mark.parametrize(("is_ready", "reason"), [(False, "engine_failed"), (True, "overloaded")])
async def test_speech_that_no_engine_takes_is_given_up_oldest_first_and_not_billed(
    is_ready: bool, reason: str
) -> None:
    book = Book(Engine(never, is_ready=is_ready), max_backlog_s=5)
    listener = book.listener()
    for second in range(6):
        await say(listener, 3.0 * second)
    assert [(one.start_s, why.value) for one, why in book.missed] == [
        (one.start_s, reason) for one in sorted((one for one, _ in book.missed), key=lambda one: one.start_s)
    ]
    assert len(book.missed) == 4
    assert book.meter.totals() == []
    listener.give_up()
    await listener.drained()
    assert len(book.missed) == 6, "nothing that was said is missing silently"


async def test_a_failing_handler_costs_its_utterance_only() -> None:
    book = Book(Engine(at_the_end))
    calls: list[Utterance] = []

    def fail(utterance: Utterance, _event: SpeechEvent) -> None:
        calls.append(utterance)
        raise ValueError

    meeting = Meeting(Engine(at_the_end), UtteranceContext, fail, print, Backlog(), Turns(1), book.meter)
    listener = Listener(MARIA, "TR_1", LevelActivity(), meeting)
    for second in range(2):
        await say(listener, 3.0 * second)
    await listener.drained()
    assert len(calls) == 2


async def test_what_an_engine_raises_is_a_gap_over_the_whole_utterance() -> None:
    async def refuse(stream: Stream) -> AsyncIterator[SpeechEvent]:
        if stream.engine:
            stream.engine = None
            raise UtteranceFailed(GapReason.LANGUAGE_UNSUPPORTED)
        yield Final("never")

    async def break_down(stream: Stream) -> AsyncIterator[SpeechEvent]:
        if stream.engine:
            raise RuntimeError("a plugin's own")
        yield Final("never")

    async def stop_short(stream: Stream) -> AsyncIterator[SpeechEvent]:
        if stream.engine is None:
            yield Final("never")

    for script, reason in (
        (refuse, "language_unsupported"),
        (break_down, "engine_failed"),
        (stop_short, "engine_failed"),
    ):
        book = Book(Engine(script))
        listener = book.listener()
        listener.hear(sound(0.9, 1.0), arrived_at_s=1.0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert book.missed == [], "it is not known yet how long it is"
        await say(listener, 4.0)
        await listener.drained()
        [(utterance, why)] = book.missed
        assert why.value == reason
        assert utterance.length_s == pytest.approx(3.0, abs=0.3)
        assert book.meter.utterances == (0 if reason == "language_unsupported" else 1)


async def test_who_finds_the_engine_full_is_heard_whole_when_it_has_a_place() -> None:
    engine = Engine(at_the_end)
    book = Book(engine, most=1)
    first, second = book.listener("u-maria"), book.listener("u-ben")
    first.hear(sound(0.9, 1.0), arrived_at_s=1.0)
    await say(second, 3.0)
    assert len(engine.streams) == 1
    await say(first, 4.0)
    await first.drained()
    await second.drained()
    finals = [(one.speaker, event.text) for one, event in book.heard]
    assert [who for who, _ in finals] == ["u-maria", "u-ben"]
    assert book.missed == []
    assert all(int(text.split()[0]) >= 2 * 16_000 for _, text in finals), "no sample is lost on the wait"


async def test_who_waits_too_long_is_skipped_with_a_gap() -> None:
    book = Book(Engine(never), most=1, max_wait_s=0.0)
    first, second = book.listener("u-maria"), book.listener("u-ben")
    await say(first)
    await say(second)
    await second.drained()
    assert [(one.speaker, why.value) for one, why in book.missed] == [("u-ben", "overloaded")]
    first.give_up()
    await first.drained()


async def test_usage_is_by_speaker_and_engine() -> None:
    book = Book(Engine(at_the_end))
    for speaker in ("u-maria", "u-ben", "u-ben"):
        listener = book.listener(speaker)
        await say(listener)
        await listener.drained()
    totals = {one.speaker: one for one in book.meter.totals()}
    assert (totals[MARIA].utterances, totals[MARIA].engine_ms) == (1, 3)
    ben = totals[ParticipantIdentity("u-ben")]
    assert (ben.utterances, ben.engine_ms, ben.engine.name) == (2, 6, "scripted")
    assert ben.billed_speech_ms == 2 * totals[MARIA].billed_speech_ms > 4_000


async def test_a_microphone_that_goes_on_after_its_end_is_heard_no_more() -> None:
    book = Book(Engine(at_the_end))
    listener = book.listener()
    listener.hear(SPOKEN, 1.0)
    listener.end()
    listener.hear(sound(0.9, 1.0), 2.0)
    await asyncio.wait_for(listener.drained(), 2)
    assert len(book.heard) == 1
    assert book.missed == []


@given(
    said=st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12),
    most=st.integers(1, 3),
    max_backlog_s=st.sampled_from([3, 10, 120]),
    max_wait_s=st.sampled_from([0.0, 60.0]),
)
async def test_under_any_load_each_utterance_has_either_its_final_or_a_gap_with_its_times(
    said: list[tuple[int, bool]], most: int, max_backlog_s: float, max_wait_s: float
) -> None:
    works = iter([is_heard for _, is_heard in said])

    async def as_it_comes(stream: Stream) -> AsyncIterator[SpeechEvent]:
        async for event in at_the_end(stream) if next(works) else never(stream):
            yield event

    book = Book(Engine(as_it_comes), most, max_backlog_s, max_wait_s)
    listeners = [book.listener(f"u-{number}") for number in range(4)]
    for number, (who, _) in enumerate(said):
        await say(listeners[who], 3.0 * number)
    await asyncio.sleep(0)
    for listener in listeners:
        listener.give_up()
        await listener.drained()
    with_final = [utterance.segment_id for utterance, event in book.heard if isinstance(event, Final)]
    missed = {utterance.segment_id: utterance for utterance, _ in book.missed}
    assert len(with_final) + len(book.missed) == len(said)
    assert not set(with_final) & set(missed)
    assert all(1.9 < utterance.length_s < 3 for utterance in missed.values())

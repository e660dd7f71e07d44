"""A microphone whose engine never gets ready, or fails."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Capabilities, Final, Pcm, SpeechEvent
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.listener import Listener
from parley.agent.listening.utterance import Utterance
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import EngineUse
from tests.unit.agent.listening.test_segmenter import LevelActivity, sound

pytestmark = pytest.mark.unit


class EngineAway:
    """An engine that is never ready, and the stream of one utterance of it."""

    async def capabilities(self) -> Capabilities:
        raise NotImplementedError

    def engines(self) -> list[EngineUse]:
        return []

    def open_utterance(self) -> "EngineAway":
        return self

    def push(self, pcm: Pcm) -> None: ...

    def finish(self) -> None: ...

    async def events(self) -> AsyncIterator[SpeechEvent]:
        await asyncio.Event().wait()
        yield Final("never")


async def test_speech_that_no_engine_takes_is_given_up_oldest_first_and_not_billed() -> None:
    heard: list[tuple[Utterance, SpeechEvent]] = []
    dropped: list[Utterance] = []
    listener = Listener(
        ParticipantIdentity("u-maria"),
        "TR_1",
        EngineAway(),
        LevelActivity(),
        lambda *event: heard.append(event),
        dropped.append,
        Backlog(max_s=5),
    )
    for second in range(6):
        pcm = np.concatenate([sound(0.9, 2.0), sound(0.1, 1.0)])
        listener.hear(pcm, arrived_at_s=3.0 * second)
        await asyncio.sleep(0)
    assert len(dropped) == 4
    assert [one.start_s for one in dropped] == sorted(one.start_s for one in dropped)
    assert heard == [(one, Final("")) for one in dropped], "each is closed for whoever saw a partial of it"
    assert listener.utterances == 2
    assert 4_000 <= listener.given_ms <= 5_500
    listener.cancel()
    await listener.drained()


async def test_a_failing_handler_costs_its_utterance_only() -> None:
    class Engine(EngineAway):
        def open_utterance(self) -> "Engine":
            return Engine()

        async def events(self) -> AsyncIterator[SpeechEvent]:
            yield Final("canary")

    calls: list[Utterance] = []

    def fail(utterance: Utterance, _event: SpeechEvent) -> None:
        calls.append(utterance)
        raise ValueError

    speaker = ParticipantIdentity("u-maria")
    backlog = Backlog()
    listener = Listener(speaker, "TR_1", Engine(), LevelActivity(), fail, lambda _one: None, backlog)
    for second in range(2):
        listener.hear(np.concatenate([sound(0.9, 2.0), sound(0.1, 1.0)]), arrived_at_s=3.0 * second)
        await asyncio.sleep(0)
    await listener.drained()
    assert len(calls) == 2
    assert listener.given_samples > SAMPLE_RATE_HZ

"""Somebody who never pauses: three hours in one breath stay utterances of bounded length and memory."""

import asyncio

import numpy as np
import psutil
import pytest

from parley.agent.engines.ladder.ladder import Ladder
from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Capabilities,
    Decoded,
    EngineStatus,
    Final,
    Pcm,
    SpeechEvent,
    UtteranceContext,
)
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.listener import Listener, Meeting
from parley.agent.listening.segmenter import MAX_UTTERANCE_S
from parley.agent.listening.turns import Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import Utterance
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

pytestmark = pytest.mark.unit

HOURS = 3
SECOND: Pcm = np.full(SAMPLE_RATE_HZ, 10_000, np.int16)
MAX_GROWTH_BYTES = 60_000_000  # of 346 MB that are spoken
USE = EngineUse(kind=SPEECH_TO_TEXT, name="counting")


class AlwaysSpeech:
    window_samples = SAMPLE_RATE_HZ // 10

    def probability(self, window: Pcm) -> float:
        return 1.0


class CountingClient:
    """Decodes to how long a clip is."""

    async def capabilities(self) -> Capabilities:
        return Capabilities(partials=False, languages=("en",))

    def engines(self) -> list[EngineUse]:
        return [USE]

    def status(self) -> EngineStatus:
        return EngineStatus(USE, is_fallback=False)

    async def decode(
        self, utterance: str, pcm: Pcm, *, is_final: bool, language: LanguageTag | None
    ) -> Decoded:
        return Decoded(str(len(pcm)), 1)


async def test_three_hours_without_a_pause_are_cut_and_forgotten() -> None:
    lengths: list[int] = []
    missed: list[Utterance] = []

    def heard(_utterance: Utterance, event: SpeechEvent) -> None:
        if isinstance(event, Final):
            lengths.append(int(event.text))

    meeting = Meeting(
        Ladder([], RedecodingSpeechToText(CountingClient()), "en"),
        UtteranceContext,
        heard,
        lambda utterance, _reason: missed.append(utterance),
        Backlog(),
        Turns(10),
        UsageMeter(),
    )
    listener = Listener(ParticipantIdentity("u-maria"), "TR_maria", AlwaysSpeech(), meeting)
    process = psutil.Process()
    before_bytes, most_bytes = process.memory_info().rss, 0
    for second in range(HOURS * 3_600):
        listener.hear(SECOND, float(second))
        await asyncio.sleep(0)
        if second % 60 == 0:
            most_bytes = max(most_bytes, process.memory_info().rss)
    listener.end()
    await listener.drained()
    assert missed == []
    assert max(lengths) <= (MAX_UTTERANCE_S + 0.1) * SAMPLE_RATE_HZ
    assert sum(lengths) == HOURS * 3_600 * SAMPLE_RATE_HZ, "no sample is lost at a cut, none is given twice"
    assert most_bytes - before_bytes < MAX_GROWTH_BYTES

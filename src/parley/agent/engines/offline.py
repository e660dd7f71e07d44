"""The streaming policy run on a recording, as fast as the machine can: what the room cannot be better than.

Uses the same gate, schedule and padding as a meeting, so that a bench can tell apart what the policy costs
and what the way through the room costs.
"""

from dataclasses import dataclass

import numpy as np

from parley.agent.engines.policy import PartialSchedule
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Decoder, Pcm
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.engines.whisper import WhisperEngine
from parley.agent.listening.segmenter import Segmenter, SegmenterEvent, UtteranceEnded, UtteranceStarted


@dataclass(frozen=True)
class OfflineFinal:
    """An utterance of a recording; seconds from its start. The text may be empty."""

    text: str
    start_s: float
    end_s: float


def transcribe(
    pcm: Pcm, decoder: Decoder | None = None, *, with_partials: bool = False
) -> list[OfflineFinal]:
    """The finals that the streaming policy makes of a recording.

    Args:
        pcm: 16 kHz mono int16.
        decoder: The engine; without one, Whisper with its packaged weights on one thread.
        with_partials: Whether partials are decoded too, for measuring what they cost.

    Raises:
        WeightsUnusable: No decoder was given and the packaged weights are missing or corrupt.
    """
    engine = decoder if decoder is not None else WhisperEngine(None, threads=1, language="en")
    segmenter = Segmenter(SileroVoiceActivity())
    run = _Run(engine, with_partials)
    size = SileroVoiceActivity().window_samples
    for first in range(0, len(pcm), size):
        run.follow(segmenter.feed(pcm[first : first + size]))
    run.follow(segmenter.flush())
    return run.finals


class _Run:
    def __init__(self, engine: Decoder, with_partials: bool) -> None:
        self._engine = engine
        self._with_partials = with_partials
        self._audio: list[Pcm] = []
        self._start_s = 0.0
        self._schedule = PartialSchedule()
        self.finals: list[OfflineFinal] = []

    def follow(self, events: list[SegmenterEvent]) -> None:
        for event in events:
            if isinstance(event, UtteranceEnded):
                text = self._engine.decode(np.concatenate(self._audio), is_final=True)
                self.finals.append(OfflineFinal(text, self._start_s, event.end_sample / SAMPLE_RATE_HZ))
                continue
            if isinstance(event, UtteranceStarted):
                self._audio = []
                self._start_s = event.start_sample / SAMPLE_RATE_HZ
                self._schedule = PartialSchedule()
            self._audio.append(event.pcm)
            self._partial()

    def _partial(self) -> None:
        length_s = sum(len(chunk) for chunk in self._audio) / SAMPLE_RATE_HZ
        if self._with_partials and self._schedule.is_due(length_s):
            self._schedule.start(length_s)
            self._engine.decode(np.concatenate(self._audio), is_final=False)

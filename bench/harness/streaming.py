"""The agent's streaming policy without a room: what the gate cuts out and when it would decode."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.agent.engines.policy import PartialSchedule
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.listening.segmenter import Segmenter, UtteranceEnded, UtteranceStarted

_FRAME_SAMPLES = SAMPLE_RATE_HZ // 50


@dataclass(frozen=True)
class Utterance:
    """What the engine is given of one utterance.

    Attributes:
        start_s: Of its first sample in the recording.
        decided_s: When the gate knew that it was over.
        partial_samples: Its lengths at which a partial would be decoded if decoding took no time.
    """

    pcm: Pcm
    start_s: float
    decided_s: float
    partial_samples: tuple[int, ...]


def utterances(heard: npt.NDArray[np.float32]) -> list[Utterance]:
    """A recording (16 kHz mono float32) through the agent's gate in 20 ms frames, followed by silence."""
    silence = np.zeros(SAMPLE_RATE_HZ, np.float32)
    pcm = (np.clip(np.concatenate([heard, silence]), -1, 1) * 32_767).astype(np.int16)
    return list(_cut(pcm))


def _cut(pcm: Pcm) -> Iterator[Utterance]:
    segmenter = Segmenter(SileroVoiceActivity())
    schedule = PartialSchedule()
    start, given, due = 0, [np.zeros(0, np.int16)], list[int]()
    for first in range(0, len(pcm), _FRAME_SAMPLES):
        for event in segmenter.feed(pcm[first : first + _FRAME_SAMPLES]):
            if isinstance(event, UtteranceEnded):
                decided_s = (first + _FRAME_SAMPLES) / SAMPLE_RATE_HZ
                yield Utterance(np.concatenate(given), start / SAMPLE_RATE_HZ, decided_s, tuple(due))
                continue
            if isinstance(event, UtteranceStarted):
                start, given, due, schedule = event.start_sample, [], [], PartialSchedule()
            given.append(event.pcm)
            samples = sum(len(part) for part in given)
            if schedule.is_due(samples / SAMPLE_RATE_HZ):
                schedule.start(samples / SAMPLE_RATE_HZ)
                due.append(samples)

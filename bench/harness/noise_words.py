"""What captions make of cleaned speech: word error rates, by the captions' own engine."""

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from bench.harness.noise_mixes import RATE_HZ
from parley.agent.engines.ports import SAMPLE_RATE_HZ
from parley.agent.engines.whisper import WhisperEngine
from parley.rehearsal.words import normalised_words, word_error_rate


@dataclass(frozen=True)
class Understood:
    """How many words were said, and how many of them are wrong, missing or made up."""

    words: int
    wrong: float


class Captions:
    """Whisper tiny.en, each recording decoded as a final is."""

    def __init__(self) -> None:
        self._engine = WhisperEngine(None, 1, "en")

    def understood(self, heard: NDArray[np.float32], said: str) -> Understood:
        """Args: heard: 48 kHz mono."""
        heard_16k = soxr.resample(heard, RATE_HZ, SAMPLE_RATE_HZ)
        pcm = np.asarray(np.clip(heard_16k, -1, 1) * 32_767, np.int16)
        words = normalised_words(said)
        found = normalised_words(self._engine.decode(pcm, is_final=True, language=None))
        return Understood(len(words), word_error_rate(words, found) * len(words))


def error_rate_percent(recordings: list[Understood]) -> float:
    """Over all words of all recordings."""
    return 100 * sum(one.wrong for one in recordings) / sum(one.words for one in recordings)

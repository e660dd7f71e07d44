"""A deterministic engine without weights, for tests and for trying a deployment's wiring.

It hears bursts: each stretch of loud sound of syllable length between two quiet ones is the next word of a
fixed list. Silence, noise and tones, which never pause, are no words.
"""

import numpy as np

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Capabilities, Pcm, Word
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

FAKE_WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
_WINDOW = SAMPLE_RATE_HZ // 50
_WINDOW_S = _WINDOW / SAMPLE_RATE_HZ
_LOUD = 800  # RMS of int16
_MIN_WINDOWS = 3
_MAX_WINDOWS = 60


class FakeEngine:
    """The fake behind the decoder port."""

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=SPEECH_TO_TEXT, name="fake")

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(partials=True, languages=("en",), punctuation=False)

    def decode(self, pcm: Pcm, *, is_final: bool, language: LanguageTag | None) -> str:  # noqa: ARG002 - it has one
        return " ".join(word.text for word in heard_words(pcm, is_final=is_final))


def heard_words(pcm: Pcm, *, is_final: bool) -> list[Word]:
    """The words of a clip with their times; while it is not final, a burst at its end is still open."""
    windows = pcm[: len(pcm) - len(pcm) % _WINDOW].reshape(-1, _WINDOW).astype(np.float64)
    loud = np.sqrt((windows**2).mean(axis=1)) > _LOUD if len(windows) else np.zeros(0, bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    bursts = list(zip(edges[::2], edges[1::2], strict=True))
    if not is_final and len(loud) and loud[-1]:
        bursts = bursts[:-1]
    bursts = [(start, end) for start, end in bursts if _MIN_WINDOWS <= end - start <= _MAX_WINDOWS]
    return [
        Word(FAKE_WORDS[index % len(FAKE_WORDS)], float(start * _WINDOW_S), float(end * _WINDOW_S))
        for index, (start, end) in enumerate(bursts)
    ]

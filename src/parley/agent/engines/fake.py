"""A deterministic engine without weights, for tests and for trying a deployment's wiring.

It hears bursts: each stretch of loud sound of syllable length between two quiet ones is the next word of a
fixed list. Silence, noise and tones, which never pause, are no words.
"""

import numpy as np

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Capabilities, Pcm
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

FAKE_WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
_WINDOW = SAMPLE_RATE_HZ // 50
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
        windows = pcm[: len(pcm) - len(pcm) % _WINDOW].reshape(-1, _WINDOW).astype(np.float64)
        loud = np.sqrt((windows**2).mean(axis=1)) > _LOUD if len(windows) else np.zeros(0, bool)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
        lengths = edges[1::2] - edges[::2]
        if not is_final and len(loud) and loud[-1]:
            lengths = lengths[:-1]  # the last burst is still open
        words = int(((lengths >= _MIN_WINDOWS) & (lengths <= _MAX_WINDOWS)).sum())
        return " ".join(FAKE_WORDS[index % len(FAKE_WORDS)] for index in range(words))

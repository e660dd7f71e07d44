"""Silero voice activity as LiveKit Agents ships it: 0.02 ms of CPU per 32 ms window."""

import numpy as np
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES

from parley.agent.engines.ports import KIND_VOICE_ACTIVITY, Pcm
from parley.contracts.meetings import EngineUse

SILERO_USE = EngineUse(kind=KIND_VOICE_ACTIVITY, name="silero")


class SileroVoiceActivity:
    """Voice activity of one stream; the network remembers, so each stream needs its own."""

    def __init__(self) -> None:
        self._vad = VAD()

    @property
    def window_samples(self) -> int:
        return int(VAD_WINDOW_SAMPLES)

    def probability(self, window: Pcm) -> float:
        return float(self._vad.predict(np.ascontiguousarray(window)))

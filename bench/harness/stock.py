"""The peer of caption benches: faster-whisper's own `transcribe` on each utterance.

That is what a stock LiveKit agent does with an engine that does not stream (its StreamAdapter): the voice
activity gate collects an utterance, the engine gets it whole, and there are finals only.
"""

from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from parley.agent.engines.ports import Pcm


class StockWhisper:
    """The same weights, one thread, faster-whisper's defaults."""

    def __init__(self, model_dir: Path) -> None:
        self._model = WhisperModel(
            str(model_dir), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
        self.transcribe(np.zeros(16_000, np.int16))  # the first call is slow

    def transcribe(self, pcm: Pcm) -> str:
        """Text of 16 kHz mono int16."""
        segments, _ = self._model.transcribe(pcm.astype(np.float32) / 32_768, language="en")
        return " ".join(segment.text.strip() for segment in segments)

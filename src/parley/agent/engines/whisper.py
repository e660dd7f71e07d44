"""Whisper as a decoder of the host process."""

from pathlib import Path

import numpy as np

from parley.agent.engines.policy import padded_s
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Capabilities, Pcm
from parley.agent.engines.weights import whisper_model_dir, whisper_model_name
from parley.agent.engines.whisper_decoder import FULL_CONTEXT_S, WhisperDecoder
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

_FULL_SCALE = 32_768


class WhisperEngine:
    """Whisper behind the decoder port.

    Raises:
        WeightsUnusable: The weights are missing or corrupt.
        RuntimeError: CTranslate2 cannot load them.
    """

    def __init__(self, settings_dir: Path | None, threads: int, language: str) -> None:
        self._decoder = WhisperDecoder(whisper_model_dir(settings_dir), threads, language)
        self._decoder.decode(np.zeros(SAMPLE_RATE_HZ, np.float32), pad_s=1.0)  # the first call is slow
        self._name = whisper_model_name(settings_dir)

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=SPEECH_TO_TEXT, name=self._name)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(partials=True, languages=self._decoder.languages)

    def decode(self, pcm: Pcm, *, is_final: bool, language: LanguageTag | None) -> str:
        clip = pcm.astype(np.float32) / np.float32(_FULL_SCALE)
        pad_s = padded_s(len(pcm) / SAMPLE_RATE_HZ, is_final=is_final)
        decoded = self._decoder.decode(clip, pad_s, language)
        if is_final and decoded.is_cut_off:
            # The short context made it run in a circle; words that were said are worth the full one.
            decoded = self._decoder.decode(clip, FULL_CONTEXT_S, language)
        return decoded.credible_text

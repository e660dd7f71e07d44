"""Whisper on CTranslate2, called directly so that a short utterance costs a short audio context.

faster-whisper's own `transcribe` pads every call to 30 s (0.3 s of CPU); here the clip is padded only as far
as the caller asks: 4 s beyond its length for a partial, 15 s in all for a final.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from parley.agent.engines.hallucination import is_hallucinated

SAMPLE_RATE_HZ = 16_000
_FEATURE_HOP = 160  # samples of one mel frame
_FRAME_PAIR = 2 * _FEATURE_HOP  # the encoder halves the frames, so their number must be even
_MAX_CONTEXT_S = 30.0  # Whisper's own context
_MAX_TOKENS = 120  # 12 s of fast speech are about 60


@dataclass(frozen=True)
class Decoded:
    """What Whisper made of a clip.

    Attributes:
        text: As the model wrote it, stripped; not yet judged.
        mean_log_probability: Per token, <= 0.
    """

    text: str
    no_speech_probability: float
    mean_log_probability: float

    @property
    def credible_text(self) -> str:
        """The text, or nothing if it is likely made up."""
        if is_hallucinated(self.text, self.no_speech_probability, self.mean_log_probability):
            return ""
        return self.text


@dataclass(frozen=True)
class Word:
    """A word and where it was said, in seconds from the start of the clip."""

    text: str
    start_s: float
    end_s: float


class WhisperDecoder:
    """Decodes clips of 16 kHz mono float32; safe to call from `threads` threads at once.

    Raises:
        RuntimeError: The folder holds no model that CTranslate2 can load.
    """

    def __init__(self, model_dir: Path, threads: int, language: str = "en") -> None:
        self._model = WhisperModel(
            str(model_dir),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=threads,
            local_files_only=True,
        )
        is_multilingual = bool(self._model.model.is_multilingual)
        tokenizer = Tokenizer(self._model.hf_tokenizer, is_multilingual, task="transcribe", language=language)
        self._prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        self.language = language if is_multilingual else "en"

    def decode(self, pcm_f32: npt.NDArray[np.float32], pad_s: float) -> Decoded:
        """Decodes a clip greedily, zero-padded to `pad_s` seconds if it is shorter."""
        features = self._features(pcm_f32, pad_s)
        encoded = self._model.model.encode(ctranslate2.StorageView.from_array(features), to_cpu=False)
        result = self._model.model.generate(
            encoded,
            [self._prompt],
            beam_size=1,
            max_length=_MAX_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        return Decoded(
            text=self._model.hf_tokenizer.decode(result.sequences_ids[0]).strip(),
            no_speech_probability=float(result.no_speech_prob),
            mean_log_probability=float(result.scores[0]),
        )

    def offline_words(self, pcm16k: npt.NDArray[np.float32]) -> list[Word]:
        """Words with times of a whole recording, by faster-whisper's own long-form decoding, beam 1."""
        segments, _ = self._model.transcribe(
            pcm16k,
            word_timestamps=True,
            beam_size=1,
            condition_on_previous_text=False,
            vad_filter=False,
            language=self.language,
        )
        return [
            Word(word.word.strip(), float(word.start), float(word.end))
            for part in segments
            for word in part.words or []
        ]

    def _features(self, pcm: npt.NDArray[np.float32], pad_s: float) -> npt.NDArray[np.float32]:
        samples = min(max(int(pad_s * SAMPLE_RATE_HZ), len(pcm)), int(_MAX_CONTEXT_S * SAMPLE_RATE_HZ))
        samples += -samples % _FRAME_PAIR
        padded = np.zeros(samples, np.float32)
        kept = min(samples, len(pcm))
        padded[:kept] = pcm[:kept]
        mel: Any = self._model.feature_extractor(padded, padding=0)[:, : samples // _FEATURE_HOP]
        return np.ascontiguousarray(mel[None], dtype=np.float32)

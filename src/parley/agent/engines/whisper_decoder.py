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
from parley.agent.engines.languages import primary_subtag
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Word
from parley.contracts.ids import LanguageTag

_FEATURE_HOP = 160  # samples of one mel frame
_FRAME_PAIR = 2 * _FEATURE_HOP  # the encoder halves the frames, so their number must be even
FULL_CONTEXT_S = 30.0  # Whisper's own
# More than anybody says, digits included (conversation is about 3 tokens a second). Without a bound one short
# clip in eight ran in a circle for 120 tokens, a third of all decoding (2026-11-23, clips of `make bench`).
_TOKENS_PER_S = 10
_TOKENS_SPARE = 10


@dataclass(frozen=True)
class Decoded:
    """What Whisper made of a clip.

    Attributes:
        text: As the model wrote it, stripped; not yet judged.
        length_s: Seconds of sound, without padding.
        mean_log_probability: Per token, <= 0.
        is_cut_off: The model wrote more than can be said in the time and was stopped; it ran in a circle.
    """

    text: str
    length_s: float
    no_speech_probability: float
    mean_log_probability: float
    is_cut_off: bool

    @property
    def credible_text(self) -> str:
        """The text, or nothing if it is likely made up."""
        is_made_up = self.is_cut_off or is_hallucinated(
            self.text, self.length_s, self.no_speech_probability, self.mean_log_probability
        )
        return "" if is_made_up else self.text


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
        self._is_multilingual = bool(self._model.model.is_multilingual)
        default = primary_subtag(language) if self._is_multilingual else "en"
        self._prompts: dict[str, list[int]] = {}
        self._prompt(default)
        others = [tag for tag in self._model.supported_languages if tag != default]
        self.languages: tuple[LanguageTag, ...] = (default, *others)

    def decode(
        self, pcm_f32: npt.NDArray[np.float32], pad_s: float, language: LanguageTag | None = None
    ) -> Decoded:
        """Decodes a clip greedily, zero-padded to `pad_s` seconds if it is shorter.

        Args:
            pcm_f32: The clip.
            pad_s: How long it has to be.
            language: One of `languages`, with or without a region; null: the first of them.

        Raises:
            ValueError: The model does not know the language.
        """
        prompt = self._prompt(self.languages[0] if language is None else primary_subtag(language))
        length_s = len(pcm_f32) / SAMPLE_RATE_HZ
        tokens_max = _TOKENS_SPARE + round(_TOKENS_PER_S * length_s)
        features = self._features(pcm_f32, pad_s)
        encoded = self._model.model.encode(ctranslate2.StorageView.from_array(features), to_cpu=False)
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=len(prompt) + tokens_max,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        return Decoded(
            text=self._model.hf_tokenizer.decode(result.sequences_ids[0]).strip(),
            length_s=length_s,
            no_speech_probability=float(result.no_speech_prob),
            mean_log_probability=float(result.scores[0]),
            is_cut_off=len(result.sequences_ids[0]) >= tokens_max,
        )

    def offline_words(self, pcm16k: npt.NDArray[np.float32]) -> list[Word]:
        """Words with times of a whole recording, by faster-whisper's own long-form decoding, beam 1."""
        segments, _ = self._model.transcribe(
            pcm16k,
            word_timestamps=True,
            beam_size=1,
            condition_on_previous_text=False,
            vad_filter=False,
            language=self.languages[0],
        )
        return [
            Word(word.word.strip(), float(word.start), float(word.end))
            for part in segments
            for word in part.words or []
        ]

    def _prompt(self, language: str) -> list[int]:
        if not self._is_multilingual:
            language = "en"
        if language not in self._prompts:
            tokenizer = Tokenizer(
                self._model.hf_tokenizer, self._is_multilingual, task="transcribe", language=language
            )
            self._prompts[language] = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        return self._prompts[language]

    def _features(self, pcm: npt.NDArray[np.float32], pad_s: float) -> npt.NDArray[np.float32]:
        samples = min(max(int(pad_s * SAMPLE_RATE_HZ), len(pcm)), int(FULL_CONTEXT_S * SAMPLE_RATE_HZ))
        samples += -samples % _FRAME_PAIR
        padded = np.zeros(samples, np.float32)
        kept = min(samples, len(pcm))
        padded[:kept] = pcm[:kept]
        mel: Any = self._model.feature_extractor(padded, padding=0)[:, : samples // _FEATURE_HOP]
        return np.ascontiguousarray(mel[None], dtype=np.float32)

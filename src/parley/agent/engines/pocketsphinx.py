"""PocketSphinx as the last resort: no download, 9 times the errors of Whisper tiny.en at twice the cost.

Its language model writes words on any noise, so a clip must hold clear speech to be decoded at all, and it
gives finals only: decoding an open utterance again and again costs more than real time.
"""

import threading

import pocketsphinx

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Capabilities, Pcm
from parley.agent.engines.silero import SileroVoiceActivity
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

_CLEAR_SPEECH = 0.5  # Silero's own threshold
_MIN_SPEECH_WINDOWS = 4  # of 32 ms


class PocketSphinxEngine:
    """PocketSphinx en-us behind the decoder port; utterances are decoded one at a time."""

    def __init__(self) -> None:
        self._decoder = pocketsphinx.Decoder(samprate=SAMPLE_RATE_HZ, loglevel="FATAL")
        self._lock = threading.Lock()

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=SPEECH_TO_TEXT, name="pocketsphinx-en-us")

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(partials=False, languages=("en",), punctuation=False)

    def decode(self, pcm: Pcm, *, is_final: bool, language: LanguageTag | None) -> str:  # noqa: ARG002 - it has one
        if not is_final or not _holds_speech(pcm):
            return ""
        with self._lock:  # the decoder keeps its cepstral mean from utterance to utterance
            self._decoder.start_utt()
            self._decoder.process_raw(pcm.tobytes(), full_utt=True)
            self._decoder.end_utt()
            hypothesis = self._decoder.hyp()
        return hypothesis.hypstr if hypothesis is not None else ""


def _holds_speech(pcm: Pcm) -> bool:
    activity = SileroVoiceActivity()
    size = activity.window_samples
    windows: Pcm = pcm[: len(pcm) - len(pcm) % size].reshape(-1, size)
    voiced = sum(activity.probability(window) > _CLEAR_SPEECH for window in windows)
    return voiced >= _MIN_SPEECH_WINDOWS

"""What the emulator makes of the sound of one connection: Deepgram's messages."""

import numpy as np

from parley.agent.engines.fake import heard_words
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Word
from tests.emulators.deepgram.script import Script

INTERIM_EVERY_S = 0.5
FINAL_EVERY_S = 3.0

Message = dict[str, object]


class Hearing:
    """Collects sound; each call returns what is to be said then."""

    def __init__(self, script: Script, language: str) -> None:
        self._script = script
        self._language = language
        self._sound = bytearray()
        self._told_s = 0.0
        self._final_s = 0.0
        self._final_words = 0
        self._held: list[Message] = []
        self._interim: Message | None = None

    @property
    def audio_s(self) -> float:
        """Seconds of sound that came."""
        return len(self._sound) / 2 / SAMPLE_RATE_HZ

    def sound(self, data: bytes) -> list[Message]:
        """More sound."""
        self._sound += data
        if self.audio_s - self._told_s < INTERIM_EVERY_S:
            return []
        self._told_s = self.audio_s
        words = self._words(is_final=False)[self._final_words :]
        if words and self.audio_s - self._final_s >= FINAL_EVERY_S:
            return self._finals(words, from_finalize=False)
        self._interim = self._results(words, is_final=False)
        return [self._interim]

    def finalize(self) -> list[Message]:
        """The rest, as the client asks for it."""
        return self._finals(self._words(is_final=True)[self._final_words :], from_finalize=True)

    def close(self) -> list[Message]:
        """What was held back, and the last word."""
        held = self._held[::-1] if self._script.finals == "reversed" else self._held
        last: Message = {
            "type": "Metadata",
            "transaction_key": "deprecated",
            "request_id": "emulated",
            "sha256": "0" * 64,
            "created": "2026-01-01T00:00:00.000Z",
            "duration": self.audio_s,
            "channels": 1,
        }
        return [*held, *([last] if self._script.has_last_word else [])]

    def _finals(self, words: list[Word], *, from_finalize: bool) -> list[Message]:
        self._final_words += len(words)
        results = self._results(words, is_final=True, from_finalize=from_finalize)
        self._final_s = self.audio_s
        if self._script.finals in {"late", "reversed"}:
            self._held.append(results)
            return []
        said = [results] * (2 if self._script.finals == "twice" else 1)
        if self._script.repeats_interims and self._interim is not None:
            said.append(self._interim)
        return said

    def _words(self, *, is_final: bool) -> list[Word]:
        heard = heard_words(np.frombuffer(bytes(self._sound), np.int16), is_final=is_final)
        own = self._script.words
        return [
            Word(own[index % len(own)] if own else word.text, word.start_s, word.end_s)
            for index, word in enumerate(heard)
        ]

    def _results(self, words: list[Word], *, is_final: bool, from_finalize: bool = False) -> Message:
        alternative: Message = {
            "transcript": " ".join(word.text for word in words),
            "confidence": 0.9,
            "words": [
                {
                    "word": word.text.lower(),
                    "punctuated_word": word.text,
                    "start": word.start_s,
                    "end": word.end_s,
                    "confidence": 0.9,
                }
                for word in words
            ],
        }
        if self._language == "multi":
            alternative["languages"] = ["es"]
        return {
            "type": "Results",
            "channel_index": [0, 1],
            "start": self._final_s,
            "duration": self.audio_s - self._final_s,
            "is_final": is_final,
            "speech_final": False,
            "from_finalize": from_finalize,
            "channel": {"alternatives": [alternative]},
            "metadata": {"request_id": "emulated"},
        }

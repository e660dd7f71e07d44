"""What the agent asks of an engine.

Two ports. `Decoder` is what an engine is: it turns a clip into text, in the host process. `SpeechToText` is
what a meeting uses: a stream per utterance that takes audio as it comes and gives partials and one final.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.contracts.captions import GapReason
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.meetings import EngineUse, SpeechEngineWish

SAMPLE_RATE_HZ = 16_000
"""All audio inside the agent is 16 kHz mono int16."""

KIND_VOICE_ACTIVITY = "voice_activity"

Pcm = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Partial:
    """The whole text of an open utterance so far; later ones may rewrite it.

    Attributes:
        is_punctuated: As in `Final`.
    """

    text: str
    is_punctuated: bool = True


@dataclass(frozen=True)
class Word:
    """A word and when it was said, in seconds from the first sample of the utterance or clip."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Final:
    """The last word on an utterance; an empty text means that nothing was said.

    Attributes:
        language: What the engine heard it to be; null: it does not detect, so what it was told stands.
        words: Empty unless the engine gives word times.
        is_punctuated: The engine writes case and punctuation; else rules put them in.
    """

    text: str
    language: LanguageTag | None = None
    words: tuple[Word, ...] = ()
    is_punctuated: bool = True


class UtteranceFailed(Exception):
    """No engine can give this utterance its final. Its words are lost, and a gap is to say so.

    Attributes:
        reason: `ENGINE_FAILED` or `LANGUAGE_UNSUPPORTED`.
    """

    def __init__(self, reason: GapReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


SpeechEvent = Partial | Final


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do.

    Attributes:
        partials: Whether it gives text while an utterance is still open.
        languages: BCP 47 tags of what it writes, its default first; a tag without region covers all regions.
        word_times: Whether finals bear the times of their words.
        detection: Whether it tells by itself which of its languages is spoken.
        hints: Whether names and terms that it is told make it likelier to write them.
        punctuation: Whether it writes case and punctuation.
    """

    partials: bool
    languages: tuple[LanguageTag, ...]
    word_times: bool = False
    detection: bool = False
    hints: bool = False
    punctuation: bool = True


@dataclass(frozen=True)
class UtteranceContext:
    """What an engine is told of an utterance before it hears it.

    Attributes:
        language: What the speaker is said to speak; null: the engine's default.
        hints: Names of those present and terms of the glossary, the likeliest first.
    """

    speaker: ParticipantIdentity
    language: LanguageTag | None = None
    hints: tuple[str, ...] = ()


class Decoder(Protocol):
    """An engine in the host process. `decode` may be called from several threads at once."""

    @property
    def use(self) -> EngineUse: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def decode(self, pcm: Pcm, *, is_final: bool, language: LanguageTag | None) -> str:
        """Text of a clip of one utterance; empty for what is no speech.

        Args:
            pcm: Of any length up to what the segmenter lets an utterance be.
            is_final: The utterance is over, so this is worth more work than a partial.
            language: One of the engine's languages, with or without a region; null: its default.

        Raises:
            RuntimeError, ValueError: The engine chokes on this clip.
        """
        ...


@dataclass(frozen=True)
class EngineWork:
    """What an engine was given of an utterance.

    Attributes:
        samples: At 16 kHz, as the engine bills them: decoding again does not count, sending again does.
        engine_ms: How long it worked on them, or was kept busy; null: it does not tell.
    """

    engine: EngineUse
    samples: int
    engine_ms: int | None


class UtteranceStream(Protocol):
    """One utterance of one speaker on its way through an engine."""

    def push(self, pcm: Pcm) -> None:
        """Gives the next samples. Never blocks."""
        ...

    def finish(self) -> None:
        """Says that the utterance is over; its final follows."""
        ...

    def events(self) -> AsyncIterator[SpeechEvent]:
        """Partials, then exactly one final, then the end.

        Raises:
            UtteranceFailed: Instead of the final.
        """
        ...

    @property
    def engine(self) -> EngineUse | None:
        """The engine that works on it, or that gave the final; null before one took it."""
        ...

    def work(self) -> list[EngineWork]:
        """What each engine was given of it so far; empty before one took it."""
        ...


@dataclass(frozen=True)
class EngineStatus:
    """The engine that new utterances go to; null: none is ready.

    Attributes:
        is_fallback: True while it is not the engine that the deployment would rather use.
    """

    engine: EngineUse | None
    is_fallback: bool


class SpeechToText(Protocol):
    """A speech-to-text engine as a meeting sees it."""

    async def capabilities(self) -> Capabilities:
        """What the engine can do; waits until it is ready."""
        ...

    def engines(self) -> list[EngineUse]:
        """What is or was at work in this meeting; empty until the engine is ready."""
        ...

    def status(self) -> EngineStatus:
        """Which engine the next utterance goes to."""
        ...

    def allow(self, wish: SpeechEngineWish) -> None:
        """Says which engines the host allows: from now on no other is given any sound."""
        ...

    def open_utterance(self, context: UtteranceContext) -> UtteranceStream:
        """Begins an utterance. Never waits: an engine that is not ready yet gets the sound later."""
        ...


class VoiceActivity(Protocol):
    """Probability of speech in consecutive windows of one stream."""

    @property
    def window_samples(self) -> int: ...

    def probability(self, window: Pcm) -> float: ...


@dataclass(frozen=True)
class Decoded:
    """What a decoder made of a clip.

    Attributes:
        text: Null: it was not worth decoding any more, or the engine cannot.
    """

    text: str | None
    engine_ms: int


class DecodeClient(Protocol):
    """The way from a meeting to a decoder that may live in another process."""

    async def capabilities(self) -> Capabilities: ...

    def engines(self) -> list[EngineUse]: ...

    def status(self) -> EngineStatus: ...

    async def decode(
        self, utterance: str, pcm: Pcm, *, is_final: bool, language: LanguageTag | None
    ) -> Decoded: ...

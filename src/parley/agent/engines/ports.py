"""What the agent asks of an engine.

Two ports. `Decoder` is what an engine is: it turns a clip into text, in the host process. `SpeechToText` is
what a meeting uses: a stream per utterance that takes audio as it comes and gives partials and one final.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.contracts.meetings import EngineUse

SAMPLE_RATE_HZ = 16_000
"""All audio inside the agent is 16 kHz mono int16."""

KIND_VOICE_ACTIVITY = "voice_activity"

Pcm = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Partial:
    """The whole text of an open utterance so far; later ones may rewrite it."""

    text: str


@dataclass(frozen=True)
class Final:
    """The last word on an utterance; an empty text means that nothing was said."""

    text: str


SpeechEvent = Partial | Final


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do.

    Attributes:
        partials: Whether decoding an open utterance again and again is affordable.
        language: BCP 47 tag of what it writes.
    """

    partials: bool
    language: str


class Decoder(Protocol):
    """An engine in the host process. `decode` may be called from several threads at once."""

    @property
    def use(self) -> EngineUse: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def decode(self, pcm: Pcm, *, is_final: bool) -> str:
        """Text of a clip of one utterance; empty for what is no speech."""
        ...


class UtteranceStream(Protocol):
    """One utterance of one speaker on its way through an engine."""

    def push(self, pcm: Pcm) -> None:
        """Gives the next samples. Never blocks."""
        ...

    def finish(self) -> None:
        """Says that the utterance is over; its final follows."""
        ...

    def events(self) -> AsyncIterator[SpeechEvent]:
        """Partials, then exactly one final, then the end."""
        ...


class SpeechToText(Protocol):
    """A speech-to-text engine as a meeting sees it."""

    async def capabilities(self) -> Capabilities:
        """What the engine can do; waits until it is ready."""
        ...

    def engines(self) -> list[EngineUse]:
        """What is at work; empty until the engine is ready."""
        ...

    def open_utterance(self) -> UtteranceStream: ...


class VoiceActivity(Protocol):
    """Probability of speech in consecutive windows of one stream."""

    @property
    def window_samples(self) -> int: ...

    def probability(self, window: Pcm) -> float: ...


class DecodeClient(Protocol):
    """The way from a meeting to a decoder that may live in another process."""

    async def capabilities(self) -> Capabilities: ...

    def engines(self) -> list[EngineUse]: ...

    async def decode(self, utterance: str, pcm: Pcm, *, is_final: bool) -> str | None:
        """Text of a clip; None when it was not worth decoding any more, or when the engine cannot."""
        ...

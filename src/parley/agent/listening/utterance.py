"""What is known of an utterance while it is heard."""

from collections.abc import Callable
from dataclasses import dataclass

from parley.agent.engines.ports import SpeechEvent
from parley.contracts.captions import GapReason
from parley.contracts.ids import LanguageTag, ParticipantIdentity, SegmentId


@dataclass
class Utterance:
    """One utterance, from its start on. Times are monotonic seconds of this process.

    Attributes:
        end_s: End of what was heard of it so far.
        language: What its speaker is said to speak; null: the engine's default.
    """

    segment_id: SegmentId
    speaker: ParticipantIdentity
    track_id: str
    start_s: float
    end_s: float
    language: LanguageTag | None = None

    @property
    def length_s(self) -> float:
        """Seconds heard so far."""
        return self.end_s - self.start_s


SpeechHandler = Callable[[Utterance, SpeechEvent], None]
"""Told what an engine made of an utterance: partials, then one final."""

MissHandler = Callable[[Utterance, GapReason], None]
"""Told instead of the final of an utterance that gets none, and why."""

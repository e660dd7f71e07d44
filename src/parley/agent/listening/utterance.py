"""What is known of an utterance while it is heard."""

from dataclasses import dataclass

from parley.contracts.ids import ParticipantIdentity, SegmentId


@dataclass
class Utterance:
    """One utterance, from its start on. Times are monotonic seconds of this process.

    Attributes:
        end_s: End of what was given to the engine so far.
    """

    segment_id: SegmentId
    speaker: ParticipantIdentity
    track_id: str
    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Seconds given to the engine so far."""
        return self.end_s - self.start_s

"""Captions and the transcript they become.

A segment is one utterance of one speaker. It is re-sent, whole text so far, until it is final; finals
make the transcript.
"""

from pydantic import Field

from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.wire import WireModel


class Segment(WireModel):
    """One final utterance. Times are on the meeting clock.

    Attributes:
        speaker_name: The name the speaker bore when it was stored, empty on its way to the store.
        language: BCP 47 tag.
    """

    segment_id: SegmentId = Field(min_length=4, max_length=64)
    speaker: ParticipantIdentity = Field(min_length=1, max_length=128)
    speaker_name: str = ""
    language: str = Field(min_length=2, max_length=35)
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)
    text: str = Field(min_length=1, max_length=10_000)


class Transcript(WireModel):
    """Stored segments of a meeting, ordered by `start_ms`, then by arrival.

    Attributes:
        is_ai_generated: Always true; there for machine readers.
    """

    meeting_id: MeetingId
    is_ai_generated: bool
    segments: list[Segment]

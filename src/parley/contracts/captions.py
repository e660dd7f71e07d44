"""Captions and the transcript they become.

A segment is one utterance of one speaker. It is re-sent, whole text so far, until it is final; finals
make the transcript. Where somebody spoke and there is no final, a gap says so.
"""

from enum import StrEnum

from pydantic import Field

from parley.contracts.ids import GapId, MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.translation import Translation
from parley.contracts.wire import WireModel

GAP_ID_LENGTH = 64
_MISSED = "miss-"


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


class ProfanityPolicy(StrEnum):
    """What becomes of coarse words in captions and transcript."""

    KEEP = "keep"
    MASK = "mask"  # the first letter and one asterisk for each that follows


class GapReason(StrEnum):
    """Why something that was said has no words."""

    OVERLOADED = "overloaded"  # more was said at once than the speech engine can follow
    ENGINE_FAILED = "engine_failed"  # no engine gave words for it
    LANGUAGE_UNSUPPORTED = "language_unsupported"  # no engine here writes what this person speaks
    AGENT_AWAY = "agent_away"  # captions were wanted and no agent listened


class Gap(WireModel):
    """A stretch of the meeting without captions that should have some. Times are on the meeting clock.

    Attributes:
        speaker: Whose words are missing; null: everybody's.
        speaker_name: As in `Segment`.
    """

    gap_id: GapId = Field(min_length=4, max_length=GAP_ID_LENGTH)
    speaker: ParticipantIdentity | None
    speaker_name: str = ""
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)
    reason: GapReason


def missed_gap_id(segment_id: SegmentId) -> GapId:
    """The gap that an agent sends in place of an utterance's final: one of each, however often it is told."""
    return GapId(f"{_MISSED}{segment_id}"[:GAP_ID_LENGTH])


def missed_segment_id(gap_id: str) -> SegmentId | None:
    """The utterance that such a gap stands for; None for any other gap."""
    return SegmentId(gap_id.removeprefix(_MISSED)) if gap_id.startswith(_MISSED) else None


class Transcript(WireModel):
    """Stored segments of a meeting, ordered by `start_ms`, then by arrival.

    Attributes:
        is_ai_generated: Always true; there for machine readers.
        translations: Of these segments, those that were asked for and are stored; in their order.
        gaps: What was said, or may have been, and is not among the segments; ordered by `start_ms`.
        now_ms: The meeting clock at this answer; after the end, the meeting's length.
    """

    meeting_id: MeetingId
    is_ai_generated: bool
    segments: list[Segment]
    translations: list[Translation]
    gaps: list[Gap]
    now_ms: int = Field(ge=0)

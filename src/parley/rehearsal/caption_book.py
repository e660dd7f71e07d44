"""What one listener has read so far, from the agent alone. Pure: no room, no clock."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.room import CaptionAttributes, RoomMetadata, TranslationAttributes
from parley.rehearsal.timing import CaptionedSegment, CaptionUpdate


@dataclass(frozen=True)
class LiveSegment:
    """A segment as a listener saw it grow; closed or not."""

    speaker: ParticipantIdentity
    start_ms: int
    segment_id: SegmentId
    segment: CaptionedSegment

    @property
    def is_final(self) -> bool:
        """It was closed."""
        return self.segment.final.is_final


@dataclass(frozen=True)
class ReadTranslation:
    """A translated caption as it arrived, monotonic seconds."""

    language: str
    text: str
    arrived_s: float


class CaptionBook:
    """Captions by segment, as they came.

    Attributes:
        translations: Of each segment the one that came; a listener reads one language at most.
        last_update_s: Monotonic time of the last caption that counted; null before the first.
        is_behind: The room says that captions come late; true for a while after they have caught up.
    """

    def __init__(self) -> None:
        self.last_update_s: float | None = None
        self.is_behind = False
        self.translations: dict[SegmentId, ReadTranslation] = {}
        # A caption of an agent that was replaced a moment ago still counts, so names are kept.
        self._agents: set[str] = set()
        self._updates: defaultdict[SegmentId, list[CaptionUpdate]] = defaultdict(list)
        self._heads: dict[SegmentId, CaptionAttributes] = {}

    def learn_agent(self, room_metadata: str) -> None:
        """Note whom the room's metadata names; what is no metadata of ours names nobody."""
        try:
            metadata = RoomMetadata.model_validate_json(room_metadata)
        except ValidationError:
            return
        self.is_behind = metadata.is_behind
        if metadata.agent_identity:
            self._agents.add(metadata.agent_identity)

    def write(self, sender: str, attributes: Mapping[str, str], text: str, arrived_s: float) -> None:
        """Take a caption if the agent sent it; anyone may send on its topic."""
        if sender not in self._agents:
            return
        if "translated" in attributes:
            self._write_translation(attributes, text, arrived_s)
            return
        try:
            head = CaptionAttributes.model_validate(attributes)
        except ValidationError:
            return
        updates = self._updates[head.segment_id]
        is_final = head.is_final == "true"
        if updates and updates[-1].is_final:
            if not is_final:
                return  # a late partial never reopens a final
            updates.pop()  # said again by an agent that was unsure; the last word counts
        self.last_update_s = arrived_s
        if is_final and not text.strip():
            del self._updates[head.segment_id]  # it takes back what was shown
            self._heads.pop(head.segment_id, None)
            return
        told = int(head.firm_characters), int(head.end_ms)
        updates.append(CaptionUpdate(arrived_s, is_final, text, *told))
        self._heads[head.segment_id] = head

    def _write_translation(self, attributes: Mapping[str, str], text: str, arrived_s: float) -> None:
        try:
            head = TranslationAttributes.model_validate(attributes)
        except ValidationError:
            return
        self.last_update_s = arrived_s
        if head.is_final != "true":
            return  # what is still being said
        self.translations.setdefault(head.segment_id, ReadTranslation(head.language, text, arrived_s))

    @property
    def segments(self) -> list[LiveSegment]:
        """All segments in order of speech, then of first sight."""
        seen = [
            LiveSegment(head.speaker, int(head.start_ms), segment_id, CaptionedSegment(tuple(updates)))
            for segment_id, updates in self._updates.items()
            for head in [self._heads[segment_id]]
        ]
        return sorted(seen, key=lambda live: live.start_ms)

    @property
    def has_open_segment(self) -> bool:
        """Some segment still waits for its final."""
        return any(not live.is_final for live in self.segments)

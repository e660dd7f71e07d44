"""From an utterance's partials and final to the caption people see and the segment that is stored. Pure.

A segment keeps its id from the first partial on. Each caption carries the whole text so far and how much of
its beginning is firm: the words on which two successive partials agreed, up to where a text runs in a circle.
"""

import re
from dataclasses import dataclass, replace

from parley.agent.engines.ports import Final, SpeechEvent
from parley.contracts.captions import Segment
from parley.contracts.ids import ParticipantIdentity, SegmentId

MAX_TEXT_CHARACTERS = 10_000  # as the contract of a segment has it
# Up to six words that come three times in a row. A decoder that runs in a circle agrees with itself from one
# partial to the next: of 19 changes to 131 firm words 17 were of circles (2026-11-26, what `bench.captions`
# plays, offline). Who really says a thing three times sees it dim until the final.
_CIRCLE = re.compile(r"(?<!\w)(\w+(?:\W+\w+){0,5}?)(?:\W+\1(?!\w)){2}", re.IGNORECASE)


@dataclass(frozen=True)
class Caption:
    """A segment as it stands. Times are on the meeting clock.

    Attributes:
        firm_characters: How many leading characters are firm; all, when final.
    """

    segment_id: SegmentId
    speaker: ParticipantIdentity
    track_id: str
    language: str
    start_ms: int
    end_ms: int
    text: str
    firm_characters: int
    is_final: bool

    @classmethod
    def of_segment(cls, segment: Segment) -> "Caption":
        """A final as it is stored; its track may be gone, and is not named."""
        return cls(
            segment_id=segment.segment_id,
            speaker=segment.speaker,
            track_id="",
            language=segment.language,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            text=segment.text,
            firm_characters=len(segment.text),
            is_final=True,
        )

    def segment(self) -> Segment:
        """What is stored of a final."""
        return Segment(
            segment_id=self.segment_id,
            speaker=self.speaker,
            language=self.language,
            start_ms=self.start_ms,
            end_ms=self.end_ms,
            text=self.text,
        )


class SegmentAssembler:
    """Assembles one utterance. After its final it says nothing more."""

    def __init__(
        self,
        segment_id: SegmentId,
        speaker: ParticipantIdentity,
        track_id: str,
        language: str,
        start_ms: int,
    ) -> None:
        self._caption = Caption(
            segment_id=segment_id,
            speaker=speaker,
            track_id=track_id,
            language=language,
            start_ms=start_ms,
            end_ms=start_ms,
            text="",
            firm_characters=0,
            is_final=False,
        )
        self._is_shown = False

    def on_event(self, event: SpeechEvent, end_ms: int) -> Caption | None:
        """The caption after an event; None when there is nothing to show or the segment is closed.

        A final without words comes only where words were shown before: it takes them back.
        """
        if self._caption.is_final:
            return None
        text = " ".join(event.text.split())[:MAX_TEXT_CHARACTERS]
        is_final = isinstance(event, Final)
        if not text and not is_final:
            return None  # an engine that hears nothing for a moment takes no firm word back
        firm = len(text) if is_final else _firm_characters(self._caption, text)
        language = event.language if isinstance(event, Final) else None
        self._caption = replace(
            self._caption,
            text=text,
            firm_characters=firm,
            end_ms=max(end_ms, self._caption.start_ms),
            is_final=is_final,
            language=language or self._caption.language,
        )
        if not text and not self._is_shown:
            return None
        self._is_shown = True
        return self._caption


def _firm_characters(before: Caption, text: str) -> int:
    """Length of the firm beginning: whole words both texts share, and what was firm and still stands."""
    circle = _CIRCLE.search(text)
    agreed = min(_common_words(before.text, text), circle.end(1) if circle else len(text))
    was_firm = before.firm_characters
    stands = text.startswith(before.text[:was_firm]) and (was_firm == 0 or _is_word_end(text, was_firm))
    return max(agreed, was_firm) if stands else agreed


def _common_words(one: str, other: str) -> int:
    """Characters of the longest common prefix that ends where a word ends in both texts."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    while shared and not (_is_word_end(one, shared) and _is_word_end(other, shared)):
        shared -= 1
    return shared


def _is_word_end(text: str, at: int) -> bool:
    """Whether a word ends there, with or without a full stop or comma to come."""
    return text[at - 1] != " " and (at == len(text) or not (text[at].isalnum() or text[at] in "'’-"))

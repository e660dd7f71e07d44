"""What became of what was said: nothing shown may be lost or doubled, and what has no words has a gap. Pure.

Whether the words are right is not asked here, so nothing rests on how well an engine hears.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.contracts.captions import Segment, Transcript
from parley.contracts.ids import ParticipantIdentity, SegmentId

CLOCK_TOLERANCE_MS = 300
"""How far two agents' readings of the meeting clock, and this machine's, may lie apart, with what is on its
way between a mouth and an ear."""


@dataclass(frozen=True)
class Spoken:
    """One utterance as it was played into the room; ms on the meeting clock."""

    speaker: ParticipantIdentity
    start_ms: int
    end_ms: int


def reckon(
    shown: Sequence[Mapping[SegmentId, str]], spoken: Sequence[Spoken], transcript: Transcript
) -> list[str]:
    """What is wrong, one sentence each; nothing is: an empty list.

    Args:
        shown: By listener, the text of each segment that they saw closed.
        spoken: What was said while captions were wanted and the speaker was in the room.
        transcript: What the store has of the meeting, once everything has arrived.
    """
    return [
        *_lost(shown, transcript),
        *_twice(transcript),
        *_unaccounted(spoken, transcript),
    ]


def _lost(shown: Sequence[Mapping[SegmentId, str]], transcript: Transcript) -> list[str]:
    stored = {segment.segment_id: segment.text for segment in transcript.segments}
    problems = []
    for finals in shown:
        for segment_id, text in finals.items():
            if segment_id not in stored:
                problems.append(f"{segment_id} was shown as final and is not stored.")
            elif stored[segment_id] != text:
                problems.append(f"{segment_id} is stored otherwise than it was shown.")
    return problems


def _twice(transcript: Transcript) -> list[str]:
    problems = []
    ids = [segment.segment_id for segment in transcript.segments]
    problems += [f"{one} is stored {ids.count(one)} times." for one in sorted(set(ids)) if ids.count(one) > 1]
    by_speaker: dict[ParticipantIdentity, list[Segment]] = {}
    for segment in sorted(transcript.segments, key=lambda segment: segment.start_ms):
        by_speaker.setdefault(segment.speaker, []).append(segment)
    for segments in by_speaker.values():
        for before, after in itertools.pairwise(segments):
            if before.segment_id != after.segment_id and after.start_ms < before.end_ms - CLOCK_TOLERANCE_MS:
                problems.append(
                    f"{before.segment_id} and {after.segment_id} hold the same moment "
                    f"({after.start_ms} to {before.end_ms} ms) of one speaker."
                )
    return problems


def _unaccounted(spoken: Sequence[Spoken], transcript: Transcript) -> list[str]:
    problems = []
    for one in spoken:
        has_words = any(
            segment.speaker == one.speaker and _meet(one, segment.start_ms, segment.end_ms)
            for segment in transcript.segments
        )
        has_gap = any(
            gap.speaker in (None, one.speaker) and _meet(one, gap.start_ms, gap.end_ms)
            for gap in transcript.gaps
        )
        if not has_words and not has_gap:
            problems.append(
                f"What was said from {one.start_ms} to {one.end_ms} ms has neither words nor gap."
            )
    return problems


def _meet(one: Spoken, start_ms: int, end_ms: int) -> bool:
    return start_ms < one.end_ms + CLOCK_TOLERANCE_MS and one.start_ms - CLOCK_TOLERANCE_MS < end_ms

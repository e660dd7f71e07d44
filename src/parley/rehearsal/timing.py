"""From arrivals of captions to the report's latencies. Pure: all times are seconds on one monotonic clock."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.rehearsal.report import Timing
from parley.rehearsal.words import aligned_pairs, matched_pairs, normalised_words


@dataclass(frozen=True)
class SpokenWord:
    """A word as the offline pass heard it, normalised, and when its last sample was played."""

    text: str
    ended_s: float


@dataclass(frozen=True)
class CaptionUpdate:
    """One text stream as a listener received it: the whole text of the segment so far.

    Attributes:
        firm_characters: How many leading characters were told to stay as they are; of a final all do.
        end_ms: Up to where the agent had heard the speaker, on the meeting clock.
    """

    arrived_s: float
    is_final: bool
    text: str
    firm_characters: int = 0
    end_ms: int = 0


@dataclass(frozen=True)
class CaptionedSegment:
    """All updates of one segment at one listener, in order of arrival; the last one is its final."""

    updates: tuple[CaptionUpdate, ...]

    @property
    def final(self) -> CaptionUpdate:
        """The update that closed the segment."""
        return self.updates[-1]


@dataclass(frozen=True)
class _HeldWord:
    """A word of a final, and when the first update arrived from which on it stayed."""

    text: str
    held_s: float
    final_s: float
    is_last: bool


def word_latencies_ms(spoken: Sequence[SpokenWord], segments: Sequence[CaptionedSegment]) -> list[float]:
    """End of each word to the first update that holds it for good; misheard words are left out.

    Where no partial held the word, its final counts: leaving it out would flatter.

    Args:
        spoken: One speaker's words in order.
        segments: The same speaker's segments at one listener, in order of speech.
    """
    captioned = _held_words(segments)
    pairs = matched_pairs([word.text for word in spoken], [word.text for word in captioned])
    return [(captioned[j].held_s - spoken[i].ended_s) * 1000 for i, j in pairs]


def final_latencies_ms(spoken: Sequence[SpokenWord], segments: Sequence[CaptionedSegment]) -> list[float]:
    """End of the last word of each segment to the arrival of its final.

    The last word counts also when it was misheard, if the alignment puts a spoken word opposite it.
    """
    captioned = _held_words(segments)
    pairs = aligned_pairs([word.text for word in spoken], [word.text for word in captioned])
    return [(captioned[j].final_s - spoken[i].ended_s) * 1000 for i, j in pairs if captioned[j].is_last]


def summary(latencies_ms: Sequence[float]) -> Timing:
    """p50, p90 and p95 by linear interpolation, to a tenth of a millisecond; null without any latency."""
    if not latencies_ms:
        return Timing(p50=None, p90=None, p95=None, count=0)
    p50, p90, p95 = (round(float(one), 1) for one in np.percentile(latencies_ms, [50, 90, 95]))
    return Timing(p50=p50, p90=p90, p95=p95, count=len(latencies_ms))


def _held_words(segments: Sequence[CaptionedSegment]) -> list[_HeldWord]:
    held: list[_HeldWord] = []
    for segment in segments:
        words = normalised_words(segment.final.text)
        held_since = _held_since(words, segment.updates)
        for place, (word, since_s) in enumerate(zip(words, held_since, strict=True)):
            is_last = place == len(words) - 1
            held.append(_HeldWord(word, since_s, segment.final.arrived_s, is_last))
    return held


def _held_since(words: Sequence[str], updates: Sequence[CaptionUpdate]) -> list[float]:
    """For each word of the final: arrival of the first update from which on all updates hold it."""
    since = [updates[-1].arrived_s] * len(words)
    still_held = set(range(len(words)))
    for update in reversed(updates):
        still_held &= {place for place, _ in matched_pairs(words, normalised_words(update.text))}
        for place in still_held:
            since[place] = update.arrived_s
    return since

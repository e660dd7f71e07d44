"""Trouble that goes on is one stretch. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parley.backend.diagnosis.readings import Person
from parley.backend.diagnosis.rules.person import RULES
from parley.backend.diagnosis.rules.thresholds import GAP_MS
from parley.contracts.diagnosis import Cause, Measure
from parley.contracts.ids import ParticipantIdentity

Moment = tuple[int, int, float]
"""Start, end, severity."""


@dataclass(frozen=True)
class Span:
    """A stretch of one kind of trouble.

    Attributes:
        who: Whose; None: the agent's or the SFU's.
        moments: The troubled buckets within it, in their order.
        measures: What speaks for it.
    """

    cause: Cause
    who: ParticipantIdentity | None
    moments: tuple[Moment, ...]
    measures: Sequence[Measure]

    @property
    def start_ms(self) -> int:
        return self.moments[0][0]

    @property
    def end_ms(self) -> int:
        return max(end for _, end, _ in self.moments)

    @property
    def troubled_ms(self) -> int:
        return sum(end - start for start, end, _ in self.moments)

    @property
    def severity(self) -> float:
        """The mean of its moments, weighted by time."""
        weighed = sum((end - start) * severity for start, end, severity in self.moments)
        return weighed / max(1, self.troubled_ms)

    def overlap_ms(self, start_ms: int, end_ms: int) -> int:
        """How much of its troubled time lies there."""
        return sum(max(0, min(end, end_ms) - max(start, start_ms)) for start, end, _ in self.moments)

    def without(self, start_ms: int, end_ms: int) -> "Span | None":
        """What is left of it outside; None: nothing."""
        left = tuple(one for one in self.moments if one[1] <= start_ms or one[0] >= end_ms)
        return replace(self, moments=left) if left else None


def spans_of(person: Person) -> list[Span]:
    """All trouble of one person, by each rule alone."""
    found = []
    for rule in RULES:
        moments = (
            (reading.start_ms, reading.end_ms, rule.severity(reading, person)) for reading in person.readings
        )
        for stretch in stretches(moments):
            lasted_ms = sum(end - start for start, end, _ in stretch)
            if lasted_ms >= rule.lasts_ms or max(severity for *_, severity in stretch) >= rule.alone:
                found.append(Span(rule.cause, person.identity, stretch, rule.measures))
    return found


def stretches(moments: Iterable[Moment]) -> list[tuple[Moment, ...]]:
    """The troubled moments, those together between which hardly anything was well."""
    found: list[list[Moment]] = []
    for moment in moments:
        if moment[2] <= 0:
            continue
        if found and moment[0] - found[-1][-1][1] <= GAP_MS:
            found[-1].append(moment)
        else:
            found.append([moment])
    return [tuple(stretch) for stretch in found]

"""One fault shows in many measures: what is only the consequence of another trouble is left out. Pure."""

from collections.abc import Sequence

from parley.backend.diagnosis.readings import Person
from parley.backend.diagnosis.rules.person import round_trip_rise, share
from parley.backend.diagnosis.rules.thresholds import ROUND_TRIP_RISE_MS
from parley.backend.diagnosis.spans import Span
from parley.contracts.diagnosis import Cause
from parley.contracts.ids import ParticipantIdentity

MARGIN_MS = 5_000
"""A bucket: what a fault leaves behind shows in the next one too."""

LOSS = frozenset({Cause.UPLINK, Cause.DOWNLINK})
NETWORK = LOSS | {Cause.CONGESTION, Cause.RELAY}
HIDES = {
    Cause.SFU: NETWORK | {Cause.RECONNECT, Cause.CPU},
    Cause.RECONNECT: NETWORK | {Cause.CPU},
    Cause.RELAY: LOSS | {Cause.CONGESTION},
    Cause.CPU: frozenset({Cause.DOWNLINK, Cause.CONGESTION}),
}
"""Whoever has the first has the others by it, at the same time."""


def explained(spans: Sequence[Span], people: Sequence[Person]) -> list[Span]:
    """The spans that no other explains, cut where one explains a part of them."""
    by_identity = {person.identity: person for person in people}
    left = [span for span in spans if not _is_by_line(span, spans, by_identity)]
    for cause, hidden in HIDES.items():
        for hiding in [span for span in left if span.cause is cause]:
            left = [
                remaining
                for span in left
                if (remaining := _cut(span, hiding) if _hides(hiding, span, hidden) else span) is not None
            ]
    return left


def _hides(hiding: Span, span: Span, hidden: frozenset[Cause]) -> bool:
    return span.cause in hidden and hiding.who in (None, span.who)


def _cut(span: Span, hiding: Span) -> Span | None:
    return span.without(hiding.start_ms - MARGIN_MS, hiding.end_ms + MARGIN_MS)


def _is_by_line(span: Span, spans: Sequence[Span], people: dict[ParticipantIdentity, Person]) -> bool:
    """Loss where packets queue is a full line; a careful sender where packets vanish is loss."""
    if span.who is None or span.cause not in LOSS | {Cause.CONGESTION}:
        return False
    is_full = _is_queueing(span, people[span.who])
    others = [
        other for other in spans if other.who == span.who and other.overlap_ms(span.start_ms, span.end_ms) > 0
    ]
    if span.cause is Cause.CONGESTION:
        return not is_full and any(other.cause in LOSS for other in others)
    return is_full and any(other.cause is Cause.CONGESTION for other in others)


def _is_queueing(span: Span, person: Person) -> bool:
    """For at least a third of the trouble the round trip is well above what it is at best."""
    rising = sum(
        reading.end_ms - reading.start_ms
        for reading in person.readings
        if span.overlap_ms(reading.start_ms, reading.end_ms) > 0
        and share(round_trip_rise(reading.values, person), ROUND_TRIP_RISE_MS) > 0
    )
    return 3 * rising >= span.troubled_ms

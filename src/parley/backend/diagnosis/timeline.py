"""Everybody's meeting on one time axis, in few enough points to be drawn. Pure."""

from collections.abc import Sequence

from parley.backend.diagnosis.readings import Bucket, Reading
from parley.backend.diagnosis.spans import Span
from parley.contracts.diagnosis import TIMELINE_POINTS_MAX, Level, Measure, Timeline, TimelinePoint
from parley.contracts.ids import ParticipantIdentity

LOW_IS_BAD = frozenset({Measure.MICROPHONE_DBFS, Measure.AVAILABLE_KBPS})
POOR_SEVERITY = 0.5


def timeline(
    who: ParticipantIdentity | None, readings: Sequence[Reading[Bucket]], spans: Sequence[Span]
) -> Timeline:
    """Neighbours are told as one where there are too many; of them the worst."""
    size = -(-len(readings) // TIMELINE_POINTS_MAX) or 1
    groups = [readings[index : index + size] for index in range(0, len(readings), size)]
    return Timeline(who=who, points=[_point(group, spans) for group in groups])


def level_of(severity: float) -> Level:
    """How good what goes on is called."""
    if severity <= 0:
        return Level.GOOD
    return Level.POOR if severity >= POOR_SEVERITY else Level.FAIR


def _point(group: Sequence[Reading[Bucket]], spans: Sequence[Span]) -> TimelinePoint:
    start_ms, end_ms = group[0].start_ms, group[-1].end_ms
    severity = max(
        (
            severity
            for span in spans
            for start, end, severity in span.moments
            if start < end_ms and end > start_ms
        ),
        default=0.0,
    )
    values: dict[Measure, float] = {}
    for reading in group:
        for measure, value in reading.values.items():
            known = values.get(measure, value)
            values[measure] = round((min if measure in LOW_IS_BAD else max)(known, value), 2)
    return TimelinePoint(start_ms=start_ms, end_ms=end_ms, level=level_of(severity), values=values)

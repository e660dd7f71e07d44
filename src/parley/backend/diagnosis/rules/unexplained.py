"""Trouble that listeners had and no rule accounts for: said as that, instead of guessed at. Pure."""

from collections.abc import Sequence

from parley.backend.diagnosis.findings import reaches
from parley.backend.diagnosis.rules.precedence import MARGIN_MS
from parley.backend.diagnosis.rules.thresholds import SETTLING_MS
from parley.backend.diagnosis.spans import Moment, Span, stretches
from parley.backend.diagnosis.suffering import Suffering
from parley.contracts.diagnosis import Cause, Measure

LASTS_MS = 14_000
"""Shorter hitches that leave no other trace are everyday."""


def unexplained_spans(sufferings: Sequence[Suffering], spans: Sequence[Span]) -> list[Span]:
    """One listener's troubles at a time, from whomever they came."""
    found = []
    for listener in dict.fromkeys(one.listener for one in sufferings):
        worst: dict[tuple[int, int], float] = {}
        for suffering in sufferings:
            if suffering.listener != listener:
                continue
            settled_ms = suffering.moments[0][0] + SETTLING_MS
            for start, end, severity in suffering.moments:
                if start < settled_ms or severity <= worst.get((start, end), 0.0):
                    continue
                if not _is_accounted(suffering, start, end, spans):
                    worst[start, end] = severity
        moments: list[Moment] = sorted((start, end, severity) for (start, end), severity in worst.items())
        found += [
            Span(Cause.UNEXPLAINED, listener, stretch, (Measure.CONCEALED_PCT, Measure.FREEZE_PCT))
            for stretch in stretches(moments)
            if sum(end - start for start, end, _ in stretch) >= LASTS_MS
        ]
    return found


def _is_accounted(suffering: Suffering, start_ms: int, end_ms: int, spans: Sequence[Span]) -> bool:
    return any(
        span.start_ms - MARGIN_MS < end_ms
        and span.end_ms + MARGIN_MS > start_ms
        and reaches(span.cause, span.who, suffering)
        for span in spans
    )

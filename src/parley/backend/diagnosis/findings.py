"""From what is left of the trouble to findings: who noticed, the numbers, what to do, what comes first."""

from collections.abc import Sequence
from statistics import median

from parley.backend.diagnosis.readings import Person, Readings, Values
from parley.backend.diagnosis.rules.person import REACH, Reach
from parley.backend.diagnosis.spans import Span
from parley.backend.diagnosis.suffering import Suffering
from parley.contracts.diagnosis import Advice, Cause, Evidence, Finding, Measure
from parley.contracts.ids import ParticipantIdentity

UNNOTICED_SHARE = 0.25
"""What nobody heard weighs so much of what everybody heard: it may be repaired, or not measured there."""

SILENCE_FELT_MS = 60_000
"""Whoever speaks into a dead microphone is told within a minute."""

ADVICE: dict[Cause, tuple[Advice, ...]] = {
    Cause.UPLINK: (Advice.MOVE_OR_CABLE,),
    Cause.DOWNLINK: (Advice.MOVE_OR_CABLE,),
    Cause.CONGESTION: (Advice.FREE_THE_LINE, Advice.CAMERA_OFF),
    Cause.CPU: (Advice.CLOSE_PROGRAMS,),
    Cause.RELAY: (Advice.OPEN_UDP,),
    Cause.MICROPHONE_SILENT: (Advice.CHECK_MICROPHONE,),
    Cause.MICROPHONE_MUTED: (Advice.UNMUTE_IN_SYSTEM,),
    Cause.MICROPHONE_ENDED: (Advice.PLUG_IN_AGAIN,),
    Cause.TWO_SUPPRESSORS: (Advice.ONE_SUPPRESSOR,),
    Cause.AGENT: (Advice.MORE_WORKERS,),
    Cause.SFU: (Advice.LOOK_AT_THE_NODE,),
    Cause.RECONNECT: (),
    Cause.UNEXPLAINED: (),
}
NOT_MEASURED_AT_LISTENERS = frozenset(
    {Cause.MICROPHONE_SILENT, Cause.MICROPHONE_MUTED, Cause.MICROPHONE_ENDED, Cause.TWO_SUPPRESSORS}
)

Rows = Sequence[tuple[int, int, Values]]
"""Start, end and values of somebody's readings."""


def findings_of(spans: Sequence[Span], readings: Readings, sufferings: Sequence[Suffering]) -> list[Finding]:
    """The worst first."""
    found = [_finding(span, readings, sufferings) for span in spans]
    return sorted(found, key=lambda finding: (-finding.score, finding.start_ms))


def reaches(cause: Cause, who: ParticipantIdentity | None, suffering: Suffering) -> bool:
    """Whether it can be why that listener had trouble with that speaker."""
    if who is None:
        return cause is not Cause.AGENT
    reach = REACH[cause]
    is_heard = suffering.speaker == who and reach is not Reach.OWN
    is_hearing = suffering.listener == who and reach is not Reach.LISTENERS
    return is_heard or is_hearing


def _finding(span: Span, readings: Readings, sufferings: Sequence[Suffering]) -> Finding:
    rows = _rows(span, readings)
    touched, noticed = _audience(span, readings, sufferings)
    weight = UNNOTICED_SHARE + (1 - UNNOTICED_SHARE) * len(noticed) / max(1, len(touched))
    return Finding(
        cause=span.cause,
        who=span.who,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        severity=round(span.severity, 3),
        score=round(span.severity * weight * _felt_ms(span) / 1000, 3),
        noticed_by=noticed,
        touched=len(touched),
        evidence=[evidence for measure in span.measures if (evidence := _evidence(measure, span, rows))],
        advice=_advice(span, rows),
    )


def _felt_ms(span: Span) -> int:
    """What is silent for longer is the microphone of somebody who listens, and mutes at the headset."""
    is_silence = span.cause is Cause.MICROPHONE_SILENT
    return min(span.troubled_ms, SILENCE_FELT_MS) if is_silence else span.troubled_ms


def _audience(
    span: Span, readings: Readings, sufferings: Sequence[Suffering]
) -> tuple[list[ParticipantIdentity], list[ParticipantIdentity]]:
    """Whom it could touch, and who noticed, in the order of joining."""
    everybody = [person.identity for person in readings.people if person.readings]
    if span.cause is Cause.AGENT or span.cause in NOT_MEASURED_AT_LISTENERS:
        others = [who for who in everybody if who != span.who]
        return others, others
    reached = [one for one in sufferings if reaches(span.cause, span.who, one)]
    touched = {one.listener for one in reached if one.is_told(span.start_ms, span.end_ms)}
    noticed = {one.listener for one in reached if one.is_troubled(span.start_ms, span.end_ms)}
    return [who for who in everybody if who in touched], [who for who in everybody if who in noticed]


def advice_for(span: Span, readings: Readings) -> list[Advice]:
    """What would mend it, the likeliest first."""
    return _advice(span, _rows(span, readings))


def _advice(span: Span, rows: Rows) -> list[Advice]:
    given = list(ADVICE[span.cause])
    has_effects = any(
        Measure.EFFECTS_MS in values and span.overlap_ms(start, end) > 0 for start, end, values in rows
    )
    return [Advice.EFFECTS_OFF, *given] if span.cause is Cause.CPU and has_effects else given


def _rows(span: Span, readings: Readings) -> Rows:
    if span.cause is Cause.AGENT:
        return [(one.start_ms, one.end_ms, one.values) for one in readings.agent]
    if span.cause is Cause.SFU:
        return [(one.start_ms, one.end_ms, one.values) for one in readings.sfu]
    return [(one.start_ms, one.end_ms, one.values) for one in _person(span, readings).readings]


def _person(span: Span, readings: Readings) -> Person:
    return next(person for person in readings.people if person.identity == span.who)


def _evidence(measure: Measure, span: Span, rows: Rows) -> Evidence | None:
    within: list[tuple[int, int, float]] = []
    rest: list[float] = []
    for start, end, values in rows:
        if measure not in values:
            continue
        if (overlap_ms := span.overlap_ms(start, end)) > 0:
            within.append((overlap_ms, start, values[measure]))
        elif end <= span.start_ms or start >= span.end_ms:
            rest.append(values[measure])
    if not within:
        return None
    is_low_bad = measure in (Measure.MICROPHONE_DBFS, Measure.AVAILABLE_KBPS)
    _, worst_ms, worst = (min if is_low_bad else max)(within, key=lambda row: row[2])
    weight = sum(ms for ms, *_ in within)
    return Evidence(
        measure=measure,
        mean=round(sum(ms * value for ms, _, value in within) / weight, 2),
        worst=round(worst, 2),
        worst_ms=worst_ms,
        usual=round(median(rest), 2) if rest else None,
    )

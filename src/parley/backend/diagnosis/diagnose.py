"""From what was measured of a meeting to why it was as it was. Pure: one telemetry in, one diagnosis out.

readings → spans of trouble, rule by rule → those that nothing else explains → findings, the likeliest first.
"""

from collections.abc import Sequence

from parley.backend.diagnosis.budget import audio_budget
from parley.backend.diagnosis.findings import findings_of, reaches
from parley.backend.diagnosis.readings import Readings, read
from parley.backend.diagnosis.rules.precedence import explained
from parley.backend.diagnosis.rules.server import agent_spans, sfu_spans
from parley.backend.diagnosis.rules.unexplained import unexplained_spans
from parley.backend.diagnosis.spans import Span, spans_of
from parley.backend.diagnosis.suffering import Suffering, sufferings_of
from parley.backend.diagnosis.timeline import POOR_SEVERITY, level_of, timeline
from parley.contracts.diagnosis import (
    Cause,
    DiagnosedPerson,
    Finding,
    Level,
    MeetingDiagnosis,
    PairDiagnosis,
)
from parley.contracts.telemetry.meeting import MeetingTelemetry

FINDINGS_MAX = 50
POOR_SCORE = 4.0
"""Severity times seconds: half of the worst for eight seconds, with everybody noticing."""


def diagnose(telemetry: MeetingTelemetry) -> MeetingDiagnosis:
    """Why the meeting was as it was."""
    readings = read(telemetry)
    sufferings = [one for person in readings.people for one in sufferings_of(person)]
    spans = trouble(readings, sufferings)
    findings = findings_of(spans, readings, sufferings)[:FINDINGS_MAX]
    has_told = any(person.readings for person in readings.people)
    return MeetingDiagnosis(
        type="parley.meeting_diagnosis",
        meeting_id=telemetry.meeting_id,
        title=telemetry.title,
        state=telemetry.state,
        started_at=telemetry.started_at,
        now_ms=telemetry.now_ms,
        level=_level(findings) if has_told else Level.UNKNOWN,
        people=[
            DiagnosedPerson(
                identity=person.identity,
                name=person.name,
                level=(
                    _level([one for one in findings if one.who == person.identity])
                    if person.readings
                    else Level.UNKNOWN
                ),
                has_told=bool(person.readings),
            )
            for person in readings.people
        ],
        findings=findings,
        pairs=[_pair(suffering, findings) for suffering in sufferings],
        timelines=[
            timeline(person.identity, person.readings, [one for one in spans if one.who == person.identity])
            for person in readings.people
        ],
        agent=(
            timeline(None, readings.agent, [one for one in spans if one.cause is Cause.AGENT])
            if readings.agent
            else None
        ),
        sfu=(
            timeline(None, readings.sfu, [one for one in spans if one.cause is Cause.SFU])
            if readings.sfu
            else None
        ),
        budget=audio_budget(readings),
    )


def trouble(readings: Readings, sufferings: Sequence[Suffering]) -> list[Span]:
    """All that went wrong and is not merely the consequence of something else that did."""
    found = [span for person in readings.people for span in spans_of(person)]
    found += [*agent_spans(readings), *sfu_spans(readings, sufferings)]
    left = explained(found, readings.people)
    return [*left, *unexplained_spans(sufferings, left)]


def _level(findings: Sequence[Finding]) -> Level:
    if not findings:
        return Level.GOOD
    is_poor = any(one.score >= POOR_SCORE and one.severity >= POOR_SEVERITY / 2 for one in findings)
    return Level.POOR if is_poor else Level.FAIR


def _pair(suffering: Suffering, findings: Sequence[Finding]) -> PairDiagnosis:
    lasted_ms = sum(end - start for start, end, _ in suffering.moments)
    severity = sum((end - start) * bad for start, end, bad in suffering.moments) / max(1, lasted_ms)
    return PairDiagnosis(
        listener=suffering.listener,
        speaker=suffering.speaker,
        level=level_of(severity) if suffering.moments else Level.UNKNOWN,
        concealed_pct=None if suffering.concealed_pct is None else round(suffering.concealed_pct, 2),
        freeze_ms=suffering.freeze_ms,
        findings=[
            index
            for index, finding in enumerate(findings)
            if reaches(finding.cause, finding.who, suffering)
            and suffering.is_troubled(finding.start_ms, finding.end_ms)
        ],
    )

"""What is wrong with one's own side of a running call, and can be mended there. Pure."""

from parley.backend.diagnosis.diagnose import trouble
from parley.backend.diagnosis.findings import ADVICE, advice_for
from parley.backend.diagnosis.readings import Readings
from parley.contracts.diagnosis import Cause, OwnQuality
from parley.contracts.ids import ParticipantIdentity

MENDABLE = frozenset(
    cause
    for cause, advice in ADVICE.items()
    if advice and cause not in (Cause.RELAY, Cause.AGENT, Cause.SFU)  # these are the administrator's
)
FRESH_MS = 20_000
"""A page tells every 15 s: what did not go on until the last of it is over."""


def own_quality(readings: Readings, who: ParticipantIdentity) -> OwnQuality:
    """The worst of what goes on."""
    now_ms = max((one.end_ms for person in readings.people for one in person.readings), default=0)
    spans = [
        span
        for span in trouble(readings, [])
        if span.who == who and span.cause in MENDABLE and now_ms - span.end_ms < FRESH_MS
    ]
    if not spans:
        return OwnQuality(cause=None, advice=[])
    worst = max(spans, key=lambda span: span.severity * span.troubled_ms)
    return OwnQuality(cause=worst.cause, advice=advice_for(worst, readings))

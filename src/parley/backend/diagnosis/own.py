"""What is wrong with one's own side of a running call, and can be mended there. Pure."""

from collections.abc import Mapping, Sequence

from parley.backend.diagnosis.diagnose import trouble
from parley.backend.diagnosis.findings import ADVICE, advice_for
from parley.backend.diagnosis.readings import Readings, Uplink, person_of
from parley.contracts.diagnosis import Cause, OwnQuality
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.page import TelemetryBucket

MENDABLE = frozenset(
    cause
    for cause, advice in ADVICE.items()
    if advice and cause not in (Cause.RELAY, Cause.AGENT, Cause.SFU)  # these are the administrator's
)
FRESH_MS = 20_000
"""A page tells every 15 s: what did not go on until the last of it is over."""


def own_quality(
    who: ParticipantIdentity,
    buckets: Sequence[TelemetryBucket],
    uplinks: Mapping[ParticipantIdentity, Uplink],
) -> OwnQuality:
    """The worst of what goes on.

    Args:
        who: Whose.
        buckets: This person's last, on the meeting clock and in its order.
        uplinks: Of those whom they hear, to tell a speaker's losses from their own.
    """
    readings = Readings([person_of(who, "", buckets, uplinks)], [], [])
    ends = [bucket.start_ms + bucket.duration_ms for bucket in buckets]
    now_ms = max([*ends, *(uplink.end_ms for uplink in uplinks.values())], default=0)
    spans = [
        span for span in trouble(readings, []) if span.cause in MENDABLE and now_ms - span.end_ms < FRESH_MS
    ]
    if not spans:
        return OwnQuality(cause=None, advice=[])
    worst = max(spans, key=lambda span: span.severity * span.troubled_ms)
    return OwnQuality(cause=worst.cause, advice=advice_for(worst, readings))

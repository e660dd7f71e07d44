"""Puts what a page tells on the meeting clock, and refuses times that cannot be. Pure.

A page's clock only goes forward and starts anywhere. Each batch says what it showed when it was sent; what
the meeting clock shows when it arrives differs by the page's offset and by how long the batch took. The
quickest batch of a page is the closest to the truth, so the smallest difference counts, for all that the page
ever told: a batch that hung for seconds in a bad network bends nothing. Nobody's wall clock is asked.
"""

from collections.abc import Sequence

from parley.backend.errors import Conflict, InvalidRequest
from parley.contracts.problems import ProblemCode
from parley.contracts.telemetry.page import TelemetryBucket

OLDEST_MS = 15 * 60_000
"""A page keeps what it cannot send for less; older samples are invented."""

AHEAD_MS = 60_000
"""By so much a batch may have been quicker than all before it: a request is given up after 10 s."""

EARLY_MS = 30_000
"""Before the meeting clock's zero: a page is there a little before its join starts the meeting."""


class TelemetryUntimely(InvalidRequest):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.TELEMETRY_UNTIMELY,
            "These samples are from the future, too old, or overlap. Drop them and go on with newer ones.",
        )


class TelemetryReplayed(Conflict):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.TELEMETRY_REPLAYED, "These samples were taken before. Drop them and go on."
        )


def refuse_impossible(buckets: Sequence[TelemetryBucket], sent_at_ms: int, now_ms: int) -> None:
    """Args: now_ms: The meeting clock as the batch arrives. Raises TelemetryUntimely, TelemetryReplayed."""
    previous: TelemetryBucket | None = None
    for bucket in buckets:
        age_ms = sent_at_ms - bucket.start_ms
        is_ahead = bucket.start_ms + bucket.duration_ms > sent_at_ms
        if is_ahead or age_ms > OLDEST_MS or age_ms > now_ms + EARLY_MS:
            raise TelemetryUntimely
        if any(gap.start_ms + gap.duration_ms > sent_at_ms for gap in bucket.reconnects):
            raise TelemetryUntimely
        if previous is not None:
            refuse_seen(bucket, previous.sequence, previous.start_ms + previous.duration_ms)
        previous = bucket


def refuse_seen(bucket: TelemetryBucket, last_sequence: int, last_end_ms: int) -> None:
    """Raises TelemetryReplayed, or TelemetryUntimely where a new bucket tells of a time that was told of."""
    if bucket.sequence <= last_sequence:
        raise TelemetryReplayed
    if bucket.start_ms < last_end_ms:
        raise TelemetryUntimely


def offset_ms(known_ms: int | None, sent_at_ms: int, now_ms: int) -> int:
    """How far the page's clock is behind the meeting clock; below zero: ahead.

    Args:
        known_ms: As its batches so far showed.
        sent_at_ms: What it showed when this one was sent.
        now_ms: The meeting clock when this one arrived.

    Raises:
        TelemetryUntimely: A page's clock runs evenly; this batch is from a time to come.
    """
    shown_ms = now_ms - sent_at_ms
    if known_ms is None:
        return shown_ms
    if shown_ms < known_ms - AHEAD_MS:
        raise TelemetryUntimely
    return min(known_ms, shown_ms)


def placed(bucket: TelemetryBucket, behind_ms: int) -> TelemetryBucket:
    """The same on the meeting clock, which has no time before its zero."""
    return bucket.model_copy(
        update={
            "start_ms": max(0, bucket.start_ms + behind_ms),
            "reconnects": [
                gap.model_copy(update={"start_ms": max(0, gap.start_ms + behind_ms)})
                for gap in bucket.reconnects
            ],
        }
    )

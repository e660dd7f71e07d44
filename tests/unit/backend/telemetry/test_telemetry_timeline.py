"""Whatever a page's clock shows, its samples stand where they happened."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.backend.telemetry.timeline import (
    OLDEST_MS,
    TelemetryReplayed,
    TelemetryUntimely,
    offset_ms,
    placed,
    refuse_impossible,
    refuse_seen,
)
from parley.contracts.telemetry.page import Reconnect, TelemetryBatch, TelemetryBucket

pytestmark = pytest.mark.unit

GOLDEN = Path(__file__).parents[3] / "golden" / "TelemetryBatch.a-call.json"
HOUR_MS = 3_600_000


def bucket(start_ms: int, *, sequence: int = 0, duration_ms: int = 5000) -> TelemetryBucket:
    plain = TelemetryBatch.model_validate_json(GOLDEN.read_text()).buckets[0]
    changed = {"start_ms": start_ms, "sequence": sequence, "duration_ms": duration_ms, "reconnects": []}
    return plain.model_copy(update=changed)


@given(
    page_zero_ms=st.integers(-10 * HOUR_MS, 10 * HOUR_MS),
    starts_ms=st.lists(st.integers(20 * HOUR_MS, 21 * HOUR_MS), min_size=1, max_size=5),
    delays_ms=st.lists(st.integers(0, 20_000), min_size=1, max_size=5),
)
def test_a_sample_is_no_further_off_than_the_quickest_batch_took(
    page_zero_ms: int, starts_ms: list[int], delays_ms: list[int]
) -> None:
    behind_ms = None
    for start_ms, delay_ms in zip(sorted(starts_ms), delays_ms, strict=False):
        sent_at_ms = start_ms + 5000  # meeting time; the page's clock shows another
        behind_ms = offset_ms(behind_ms, sent_at_ms - page_zero_ms, sent_at_ms + delay_ms)
    assert behind_ms is not None
    told = delays_ms[: len(starts_ms)]
    for start_ms in starts_ms:
        off_ms = placed(bucket(start_ms - page_zero_ms), behind_ms).start_ms - start_ms
        assert off_ms == min(told)


def test_what_began_before_the_meeting_clock_stands_at_its_zero() -> None:
    early = bucket(1000).model_copy(
        update={"reconnects": [Reconnect(kind="resumed", trouble=None, start_ms=900, duration_ms=50)]}
    )
    shown = placed(early, -2000)
    assert (shown.start_ms, shown.reconnects[0].start_ms) == (0, 0)


@pytest.mark.parametrize(
    ("start_ms", "sent_at_ms", "now_ms"),
    [
        pytest.param(10_000, 14_999, HOUR_MS, id="ends after it was sent"),
        pytest.param(HOUR_MS, 20_000, HOUR_MS, id="an hour ahead"),
        pytest.param(10_000, 10_001 + OLDEST_MS, HOUR_MS, id="older than anything a page keeps"),
        pytest.param(10_000, 110_000, 20_000, id="from long before the meeting"),
    ],
)
def test_times_that_cannot_be_are_refused(start_ms: int, sent_at_ms: int, now_ms: int) -> None:
    with pytest.raises(TelemetryUntimely):
        refuse_impossible([bucket(start_ms)], sent_at_ms, now_ms)


def test_a_page_that_was_heard_of_cannot_be_an_hour_ahead_of_itself() -> None:
    behind_ms = offset_ms(None, sent_at_ms=HOUR_MS, now_ms=30_000)  # a clock of its own, and no harm
    assert offset_ms(behind_ms, HOUR_MS + 15_000, 45_000 - 900) == behind_ms - 900
    with pytest.raises(TelemetryUntimely):
        offset_ms(behind_ms, 2 * HOUR_MS, 60_000)


def test_a_reconnect_from_the_future_is_refused() -> None:
    future = Reconnect(kind="renewed", trouble="server", start_ms=9000, duration_ms=60_000)
    told = bucket(10_000).model_copy(update={"reconnects": [future]})
    with pytest.raises(TelemetryUntimely):
        refuse_impossible([told], 15_000, HOUR_MS)


def test_buckets_of_a_batch_come_in_order_and_apart() -> None:
    refuse_impossible([bucket(0), bucket(5000, sequence=1), bucket(20_000, sequence=7)], 25_000, HOUR_MS)
    with pytest.raises(TelemetryReplayed):
        refuse_impossible([bucket(0, sequence=1), bucket(5000, sequence=1)], 25_000, HOUR_MS)
    with pytest.raises(TelemetryUntimely):
        refuse_impossible([bucket(0), bucket(4999, sequence=1)], 25_000, HOUR_MS)


def test_what_is_stored_is_not_taken_again() -> None:
    refuse_seen(bucket(5000, sequence=4), last_sequence=3, last_end_ms=5000)
    with pytest.raises(TelemetryReplayed):
        refuse_seen(bucket(5000, sequence=3), last_sequence=3, last_end_ms=5000)
    with pytest.raises(TelemetryUntimely):
        refuse_seen(bucket(4000, sequence=4), last_sequence=3, last_end_ms=5000)


def test_the_golden_batch_is_one_that_a_page_could_send() -> None:
    batch = TelemetryBatch.model_validate(json.loads(GOLDEN.read_text()))
    refuse_impossible(batch.buckets, batch.sent_at_ms, HOUR_MS)

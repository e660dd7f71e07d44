"""Calls of the network lab whose fault is known, replayed: the diagnosis names it."""

from collections import Counter

import pytest

from bench.harness.traces import CLEAN, EXPECTED, Trace, load_traces, ours, scored

pytestmark = pytest.mark.unit

CALLS, CLEAN_CALLS = 5, 10
RIGHT_PCT, FALSE_ALARMS_PCT, VERDICT_MS = 90, 5, 5_000


@pytest.fixture(scope="module")
def traces() -> list[Trace]:
    return load_traces()


def test_every_fault_was_recorded_often_enough_and_for_both_halves(traces: list[Trace]) -> None:
    halves = {(trace.fault, trace.is_for_tuning) for trace in traces}
    assert halves == {(fault, half) for fault in EXPECTED for half in (True, False)}
    recorded = Counter(trace.fault for trace in traces)
    assert all(recorded[fault] >= (CLEAN_CALLS if fault == CLEAN else CALLS) for fault in EXPECTED)


@pytest.mark.parametrize("is_for_tuning", [True, False])
def test_the_top_cause_is_right(traces: list[Trace], is_for_tuning: bool) -> None:
    score = scored([trace for trace in traces if trace.is_for_tuning is is_for_tuning], ours)
    assert score.right_pct >= RIGHT_PCT
    assert score.false_alarm_pct <= FALSE_ALARMS_PCT


def test_a_clean_call_never_names_a_person(traces: list[Trace]) -> None:
    assert [ours(trace) for trace in traces if trace.fault == CLEAN and ours(trace)] == []


def test_the_verdict_was_there_soon_after_the_last_had_left(traces: list[Trace]) -> None:
    assert max(trace.verdict_ms for trace in traces) <= VERDICT_MS

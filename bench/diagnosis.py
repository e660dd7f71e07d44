"""How often the diagnosis names the fault of a recorded call, on the half it was not tuned on."""

import sys
import time

from bench.harness.rows import Row
from bench.harness.traces import CLEAN, EXPECTED, Trace, load_traces, ours, peer, scored

PEER = "webrtc-issue-detector 1.17.3 with its defaults, on the same calls while they were made"
RIGHT_PCT, FALSE_ALARMS_PCT, VERDICT_S, REPLAY_S = 90, 5, 5, 10


def run() -> list[Row]:
    """One row a fault, then all together."""
    traces = load_traces()
    if not traces:
        sys.exit("No calls are kept in tests/traces: record some with make netlab-diagnosis.")
    held_out = [trace for trace in traces if not trace.is_for_tuning]
    tuned_on = [trace for trace in traces if trace.is_for_tuning]
    began_s = time.monotonic()
    by_us, by_peer = scored(held_out, ours), scored(held_out, peer)
    before = scored(tuned_on, ours)
    took_s = time.monotonic() - began_s
    return [
        *(_row(fault, held_out) for fault in EXPECTED if fault != CLEAN),
        Row(
            f"right of {by_us.faults} faults",
            "%",
            by_us.right_pct,
            by_peer.right_pct,
            RIGHT_PCT,
            is_at_least=True,
        ),
        Row(
            f"false alarms of {by_us.clean} clean calls",
            "%",
            by_us.false_alarm_pct,
            by_peer.false_alarm_pct,
            FALSE_ALARMS_PCT,
        ),
        Row(f"right of {before.faults} faults tuned on", "%", before.right_pct, None),
        Row(f"false alarms of {before.clean} clean calls tuned on", "%", before.false_alarm_pct, None),
        Row(
            "verdict after the last has left, longest",
            "s",
            max(one.verdict_ms for one in traces) / 1000,
            None,
            VERDICT_S,
        ),
        Row(f"replay of {len(traces)} calls", "s", took_s, None, REPLAY_S),
    ]


def _row(fault: str, traces: list[Trace]) -> Row:
    own = [trace for trace in traces if trace.fault == fault]
    by_us, by_peer = scored(own, ours), scored(own, peer)
    return Row(f"{fault}: right of {by_us.faults}", "calls", by_us.right, by_peer.right)

"""Recorded calls whose fault is known, and how often a diagnosis names it.

`python -m bench.harness.traces FOLDER` says what is made of each call that `make netlab-diagnosis` recorded
there, and with `--keep` packs them into tests/traces. Odd runs are those that the rules were tuned on; the
even ones were looked at only to report.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.backend.diagnosis.diagnose import diagnose
from parley.contracts.diagnosis import Cause
from parley.contracts.telemetry.meeting import MeetingTelemetry

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "traces"
CLEAN = "clean"

Named = tuple[Cause, str | None]
"""A cause, and by name whose it is."""

EXPECTED: dict[str, Named | None] = {
    CLEAN: None,
    "uplink_loss": (Cause.UPLINK, "Ben"),
    "downlink_loss": (Cause.DOWNLINK, "Ben"),
    "cap": (Cause.CONGESTION, "Ben"),
    "cpu": (Cause.CPU, "Ben"),
    "relay": (Cause.RELAY, "Ben"),
    "silent_microphone": (Cause.MICROPHONE_SILENT, "Ben"),
    "slow_agent": (Cause.AGENT, None),
    "sfu_stopped": (Cause.SFU, None),
}

# What webrtc-issue-detector says on somebody's page, as the cause that it comes closest to.
_OWN_REASONS = {
    "outbound-network-quality": Cause.UPLINK,
    "inbound-network-quality": Cause.DOWNLINK,
    "outbound-network-media-latency": Cause.RELAY,
    "inbound-network-media-latency": Cause.RELAY,
    "outbound-network-throughput": Cause.CONGESTION,
    "inbound-network-throughput": Cause.CONGESTION,
    "encoder-cpu-throttling": Cause.CPU,
    "decoder-cpu-throttling": Cause.CPU,
}
_OTHER_REASONS = {
    "server-issue": Cause.SFU,
    "missing-audio-stream-data": Cause.MICROPHONE_SILENT,
}


@dataclass(frozen=True)
class Trace:
    """One call.

    Attributes:
        strength: How bad the fault was, in its own unit (web/netlab/diagnosis/faults.ts).
        verdict_ms: From the last person's leaving to the answer of why.
        issues: What webrtc-issue-detector said while the fault lasted: person → reason → how often.
    """

    fault: str
    run: int
    strength: float
    verdict_ms: float
    issues: dict[str, dict[str, int]]
    telemetry: MeetingTelemetry

    @property
    def is_for_tuning(self) -> bool:
        return self.run % 2 == 1

    @property
    def expected(self) -> Named | None:
        return EXPECTED[self.fault]


@dataclass(frozen=True)
class Score:
    """Attributes: false_alarms: Clean calls of which anything was said."""

    faults: int
    right: int
    clean: int
    false_alarms: int

    @property
    def right_pct(self) -> float:
        return 100 * self.right / self.faults if self.faults else 0.0

    @property
    def false_alarm_pct(self) -> float:
        return 100 * self.false_alarms / self.clean if self.clean else 0.0


def load_traces(folder: Path = FOLDER) -> list[Trace]:
    """Fault by fault, those that are kept there as they were recorded, then those that are packed."""
    plain = [file.read_bytes() for file in sorted(folder.glob("*.json"))]
    packed = [
        line
        for file in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]
    return [_trace(json.loads(text)) for text in (*plain, *packed)]


def ours(trace: Trace) -> Sequence[Named]:
    """What we say, the likeliest first."""
    diagnosis = diagnose(trace.telemetry)
    names = {person.identity: person.name for person in diagnosis.people}
    return [(one.cause, names[one.who] if one.who else None) for one in diagnosis.findings]


def peer(trace: Trace) -> Sequence[Named]:
    """What webrtc-issue-detector says, the most said first; what fits no cause of ours is unexplained."""
    counts: Counter[Named] = Counter()
    for name, reasons in trace.issues.items():
        for reason, count in reasons.items():
            counts[_named(name, reason)] += count
    return [named for named, _ in counts.most_common()]


def scored(traces: Iterable[Trace], diagnoser: Callable[[Trace], Sequence[Named]]) -> Score:
    faults = right = clean = false_alarms = 0
    for trace in traces:
        said = diagnoser(trace)
        if trace.expected is None:
            clean += 1
            false_alarms += bool(said)
        else:
            faults += 1
            right += said[:1] == [trace.expected]
    return Score(faults, right, clean, false_alarms)


def _named(name: str, reason: str) -> Named:
    if reason in _OWN_REASONS:
        return (_OWN_REASONS[reason], name)
    return (_OTHER_REASONS.get(reason, Cause.UNEXPLAINED), None)


def _trace(recorded: dict[str, Any]) -> Trace:
    return Trace(
        fault=recorded["fault"],
        run=recorded["run"],
        strength=recorded["strength"],
        verdict_ms=recorded["verdict_ms"],
        issues=recorded["issues"],
        telemetry=MeetingTelemetry.model_validate_json(json.dumps(recorded["telemetry"])),
    )


def _pack(folder: Path) -> None:
    """A file for each fault, a line for each call of it."""
    FOLDER.mkdir(exist_ok=True)
    calls = [json.loads(file.read_bytes()) for file in folder.glob("*.json")]
    for fault in EXPECTED:
        own = sorted((call for call in calls if call["fault"] == fault), key=lambda call: int(call["run"]))
        lines = "".join(f"{json.dumps(call, separators=(',', ':'))}\n" for call in own)
        packed = gzip.compress(lines.encode(), compresslevel=9, mtime=0)  # the same bytes for the same calls
        (FOLDER / f"{fault}.jsonl.gz").write_bytes(packed)


def _main(folder: Path, *, is_to_keep: bool) -> None:
    traces = load_traces(folder)
    for trace in traces:
        said = ours(trace)
        mark = "right" if list(said[:1]) == ([trace.expected] if trace.expected else []) else "WRONG"
        said_by = f"{_written(said)} | {_written(peer(trace))}"
        print(f"{mark} {trace.fault}-{trace.run} ({trace.strength:g}): {said_by}")
    for half in (True, False):
        score = scored([trace for trace in traces if trace.is_for_tuning is half], ours)
        print("tuned on:" if half else "held out:", score)
    if is_to_keep:
        _pack(folder)


def _written(said: Sequence[Named]) -> str:
    return ", ".join(f"{cause}({who})" if who else cause for cause, who in said) or "nothing"


if __name__ == "__main__":
    _main(Path(sys.argv[1]), is_to_keep="--keep" in sys.argv[2:])

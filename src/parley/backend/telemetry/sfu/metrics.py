"""Reads LiveKit's own metrics (Prometheus' text) as what happened between two looks. Pure."""

from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

# As livekit-server 1.13.5 names them. Loss is a histogram of every stream's percent, both ways.
_PARTICIPANTS = "livekit_participant_total"
_LOSS = "livekit_packet_loss_percent"
_LATENCY = "livekit_forward_latency_ns"
_CPU_S = "process_cpu_seconds_total"
_CORES = "go_sched_gomaxprocs_threads"


@dataclass(frozen=True)
class SfuNumbers:
    """Of a node, between two looks; None where it does not tell, or nothing happened."""

    participants: int | None
    packet_loss_pct: float | None
    forward_latency_ms: float | None
    cpu_pct: float | None


NOTHING = SfuNumbers(None, None, None, None)


@dataclass(frozen=True)
class SfuLook:
    """Args: at_s: When, on the monotonic clock. sums: Of each sample's labels, by its name."""

    at_s: float
    sums: dict[str, float]

    def since(self, before: "SfuLook | None") -> SfuNumbers:
        people = self.sums.get(_PARTICIPANTS)
        latency_ns = self._mean(_LATENCY, before)
        loss_pct = self._mean(_LOSS, before)
        return SfuNumbers(
            participants=None if people is None else max(0, round(people)),
            packet_loss_pct=None if loss_pct is None else min(100.0, round(loss_pct, 2)),
            forward_latency_ms=None if latency_ns is None else round(latency_ns / 1e6, 3),
            cpu_pct=self._cpu_pct(before),
        )

    def _mean(self, histogram: str, before: "SfuLook | None") -> float | None:
        count = self._grown(f"{histogram}_count", before)
        total = self._grown(f"{histogram}_sum", before)
        return total / count if count else None

    def _cpu_pct(self, before: "SfuLook | None") -> float | None:
        cores = self.sums.get(_CORES)
        if before is None or not cores or _CPU_S not in self.sums or self.at_s <= before.at_s:
            return None
        busy_s = self._grown(_CPU_S, before)
        return min(100.0, round(100 * busy_s / (cores * (self.at_s - before.at_s)), 1))

    def _grown(self, name: str, before: "SfuLook | None") -> float:
        """What is smaller than before is of a node that was started anew: all of it is new."""
        now, then = self.sums.get(name, 0.0), 0.0 if before is None else before.sums.get(name, 0.0)
        return now if now < then else now - then


def read_look(text: str, at_s: float) -> SfuLook:
    """Raises ValueError if it is no metrics' text."""
    wanted = {
        _PARTICIPANTS,
        _CPU_S,
        _CORES,
        *(f"{name}_{end}" for name in (_LOSS, _LATENCY) for end in _ENDS),
    }
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name in wanted:
                sums[sample.name] = sums.get(sample.name, 0.0) + sample.value
    return SfuLook(at_s, sums)


_ENDS = ("sum", "count")

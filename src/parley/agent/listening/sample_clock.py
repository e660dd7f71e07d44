"""When a sample was heard, on this process's monotonic clock. Pure.

Samples are evenly spaced, arrivals are not: a frame may come late, never early. So the clock counts samples
from the earliest arrival it has seen, creeps after a sender's slower clock, and starts anew after a gap.
"""

from parley.agent.engines.ports import SAMPLE_RATE_HZ

GAP_S = 0.25
_CREEP_S = 0.000_5  # each frame; far above the drift of any sound card, far below what a reader notices


class SampleClock:
    """The clock of one microphone."""

    def __init__(self) -> None:
        self._samples = 0
        self._zero_at_s: float | None = None

    def arrived(self, samples: int, arrived_at_s: float) -> None:
        """Notes a frame of so many samples whose last one arrived at `arrived_at_s` (monotonic)."""
        self._samples += samples
        zero_at_s = arrived_at_s - self._samples / SAMPLE_RATE_HZ
        if self._zero_at_s is None or not 0 <= zero_at_s - self._zero_at_s <= GAP_S:
            self._zero_at_s = zero_at_s
        else:
            self._zero_at_s = min(zero_at_s, self._zero_at_s + _CREEP_S)

    def at(self, sample: int) -> float:
        """Monotonic time in s of a sample, counted from the first that arrived."""
        return (self._zero_at_s or 0.0) + sample / SAMPLE_RATE_HZ

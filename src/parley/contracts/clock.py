"""The meeting clock: integer milliseconds since the meeting started.

The backend owns it. An agent is told the clock's reading once and counts on with its own monotonic clock,
so the wall clocks of two machines are never subtracted.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingClock:
    """A reading of the meeting clock, pinned to this process's monotonic clock.

    Attributes:
        reading_ms: What the backend's meeting clock said.
        read_at_s: `time.monotonic()` of this process when it said so.
    """

    reading_ms: int
    read_at_s: float

    def at(self, monotonic_s: float) -> int:
        """Meeting time in ms of a moment on this process's monotonic clock; never negative."""
        return max(0, self.reading_ms + round((monotonic_s - self.read_at_s) * 1000))

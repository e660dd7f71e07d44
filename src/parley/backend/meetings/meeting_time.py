"""Reads the meeting clock of each running meeting.

A meeting's start is stored as wall time. It is read against the wall clock once a process; from then on the
monotonic clock counts, so that a corrected wall clock never turns a meeting back.
"""

from datetime import datetime

from parley.backend.clock import Clock
from parley.contracts.clock import MeetingClock


class MeetingTimes:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._readings: dict[str, MeetingClock] = {}

    def now_ms(self, meeting_id: str, started_at: datetime | None) -> int:
        """Milliseconds since the meeting started; 0 if it did not."""
        return self.at_ms(meeting_id, started_at, self._clock.monotonic_s())

    def at_ms(self, meeting_id: str, started_at: datetime | None, monotonic_s: float) -> int:
        """The same of another moment on this process's monotonic clock."""
        if started_at is None:
            return 0
        now_s = self._clock.monotonic_s()
        if meeting_id not in self._readings:
            elapsed_ms = round((self._clock.now() - started_at).total_seconds() * 1000)
            self._readings[meeting_id] = MeetingClock(max(0, elapsed_ms), now_s)
        return self._readings[meeting_id].at(monotonic_s)

    def keep_only(self, running_meeting_ids: frozenset[str]) -> None:
        """Forget all others. Called regularly: heartbeats go on asking for a while after the end."""
        for meeting_id in self.meeting_ids - running_meeting_ids:
            del self._readings[meeting_id]

    @property
    def meeting_ids(self) -> frozenset[str]:
        """Meetings whose clock is kept."""
        return frozenset(self._readings)

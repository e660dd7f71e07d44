"""The backend's two clocks behind one name, so that tests can turn the hands."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall time in UTC, for what is stored and shown."""

    def monotonic_s(self) -> float:
        """Seconds that never go back, for durations."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()


class ManualClock:
    """A clock that stands still until it is told to advance."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def advance(self, seconds: float) -> None:
        self._monotonic_s += seconds
        self._now += timedelta(seconds=seconds)

    def shift_wall(self, seconds: float) -> None:
        """Somebody sets the wall clock; the monotonic one takes no notice."""
        self._now += timedelta(seconds=seconds)

"""How often somebody did something in the last minute: a sliding window counter, two numbers for each. Pure.

Of the clock's minute that is over as much counts as still lies within the last 60 s, had it come evenly. Kept
are those who came in these two minutes, and nobody else.
"""

from collections import Counter

MINUTE_S = 60.0


class SlidingMinute:
    """Args: limit: So often each may, within a minute."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._minute = 0
        self._before: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    def hit(self, who: str, now_s: float) -> float | None:
        """Count one more, unless that is too much: then what must be over until it is not, in seconds.

        Args:
            who: Whatever is told apart.
            now_s: On a clock that never goes back.
        """
        self._turn_to(int(now_s // MINUTE_S))
        before, now, passed_s = self._before[who], self._now[who], now_s % MINUTE_S
        if before * (1 - passed_s / MINUTE_S) + now < self._limit:
            self._now[who] += 1
            return None
        if now < self._limit:  # what came before grows old
            return MINUTE_S * (1 - (self._limit - now) / before) - passed_s
        return MINUTE_S - passed_s

    def _turn_to(self, minute: int) -> None:
        if minute == self._minute:
            return
        self._before = self._now if minute == self._minute + 1 else Counter()
        self._now = Counter()
        self._minute = minute

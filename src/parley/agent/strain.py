"""Whether a worker has so much in hand that one more meeting would make captions late. Pure.

Jobs tell their worker how long each final took. A worker that is strained takes no new meeting, which the
backend turns into `busy` for the people in it; those in hand go on.
"""

from collections import deque

WINDOW_S = 20.0
FEW_FINALS = 5  # fewer tell nothing of the 95th percentile

STRAINED_S = 1.5
"""Speech end to final, 95th percentile. People are promised 2 s; three who talk at once take 1.1 s on an idle
machine (docs/operations/measurements.md)."""

CALM_S = 1.2  # lower, so that the worker does not open and close with every utterance


class Strain:
    """How late the finals of all meetings of a worker are. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._lags: deque[tuple[float, float]] = deque()
        self._is_strained = False

    def note(self, lag_s: float, at_s: float) -> None:
        """A final came so long after the end of what was said, or is still waited for after that time."""
        self._lags.append((at_s, lag_s))

    def p95_s(self, now_s: float) -> float | None:
        """Of the last 20 s; None: too little was said in them."""
        while self._lags and now_s - self._lags[0][0] > WINDOW_S:
            self._lags.popleft()
        if len(self._lags) < FEW_FINALS:
            return None
        lags = sorted(lag_s for _, lag_s in self._lags)
        return lags[min(len(lags) - 1, int(0.95 * len(lags)))]

    def is_strained(self, now_s: float) -> bool:
        """Whether the worker should take no more meetings for now."""
        p95_s = self.p95_s(now_s)
        bound_s = CALM_S if self._is_strained else STRAINED_S
        self._is_strained = p95_s is not None and p95_s > bound_s
        return self._is_strained

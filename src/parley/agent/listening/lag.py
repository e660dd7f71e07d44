"""Whether captions come too late to be followed. Pure.

Behind is said at once and taken back slowly: a line that comes and goes is worse than one that stays.
"""

BEHIND_S = 2.0  # a final this long after the end of its utterance is no live caption any more
CALM_S = 5.0


class Lag:
    """How far captions are behind the talk. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._until_s = float("-inf")

    def skipped(self, now_s: float) -> None:
        """Something that was said got no caption."""
        self._until_s = max(self._until_s, now_s + CALM_S)

    def is_behind(self, now_s: float, oldest_end_s: float | None) -> bool:
        """Whether people are to be told.

        Args:
            now_s: Now.
            oldest_end_s: When the utterance ended that has waited longest for its final; null: none waits.
        """
        if oldest_end_s is not None and now_s - oldest_end_s > BEHIND_S:
            self._until_s = max(self._until_s, now_s + CALM_S)
        return now_s < self._until_s

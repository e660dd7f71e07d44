"""For how long an engine that failed is left alone. Pure.

An engine that is down costs each utterance that tries it some seconds, so after a failure none does: the
engine is probed, without sound, and gets utterances again once a probe went well. A probe may lie, so the
pauses grow until an utterance has really had its final.
"""

from parley.agent.engines.trouble import Cause, EngineTrouble

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
# What somebody has to mend first is not asked about each second.
FIRST_LASTING_PAUSE_S = 30.0
LONGEST_LASTING_PAUSE_S = 600.0


class Circuit:
    """One engine's. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._failures = 0
        self._cause: Cause | None = None
        self._probe_at_s = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the engine gets nothing."""
        return self._cause is not None

    @property
    def may_close_soon(self) -> bool:
        """Whether waiting for it has sense: nobody has to mend anything first."""
        return self._cause is None or not self._cause.is_lasting

    def pause_s(self, now_s: float) -> float:
        """How long it is until a probe is due."""
        return max(0.0, self._probe_at_s - now_s)

    def failed(self, trouble: EngineTrouble, now_s: float) -> None:
        """The engine failed an utterance, or a probe."""
        was_due = not self.is_open or now_s >= self._probe_at_s
        if was_due:  # else several utterances met the same failure
            self._failures += 1
        self._cause = trouble.cause
        pause_s = trouble.retry_after_s
        if pause_s is None:
            first_s, longest_s = (
                (FIRST_LASTING_PAUSE_S, LONGEST_LASTING_PAUSE_S)
                if trouble.cause.is_lasting
                else (FIRST_PAUSE_S, LONGEST_PAUSE_S)
            )
            pause_s = min(longest_s, first_s * 2.0 ** (self._failures - 1))
        self._probe_at_s = max(self._probe_at_s, now_s + min(pause_s, LONGEST_LASTING_PAUSE_S))

    def probe_went_well(self) -> None:
        """The engine is tried again."""
        self._cause = None

    def utterance_went_well(self) -> None:
        """The engine works."""
        self._failures = 0

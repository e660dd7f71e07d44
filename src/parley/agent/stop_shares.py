"""How the seconds that a worker has to stop are shared out. Pure.

Whoever started the worker kills it when they are over, and what it was about to do then stays undone.
"""

from dataclasses import dataclass

_JOBS, _LAST_SEND = 0.55, 0.15  # the rest is for ending engines and processes
_OF_JOB = 0.8  # the rest is for a job's process


@dataclass(frozen=True)
class StopShares:
    """Attributes: whole_s: From SIGTERM (or the end of draining) to the end of the worker."""

    whole_s: float

    @property
    def jobs_s(self) -> float:
        """For all jobs together: each leaves its last finals, or that they are missing, in the outbox."""
        return _JOBS * self.whole_s

    @property
    def last_send_s(self) -> float:
        """For sending that to the backend; what is not sent waits for the next worker."""
        return _LAST_SEND * self.whole_s

    def patience(self, job_takes_s: float) -> float:
        """What the waits at the end of a job, `job_takes_s` in all, are multiplied with; at most 1."""
        return min(1.0, _OF_JOB * self.jobs_s / job_takes_s)

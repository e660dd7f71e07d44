"""What a worker counts for operators; docs/operations/metrics.md says what to read from it."""

from collections.abc import Callable
from typing import Protocol

from prometheus_client import Gauge

from parley.contracts.budgets import VoiceStage
from parley.instruments.exposition import new_registry
from parley.instruments.stages import StageHistograms


class JobCounts(Protocol):
    """The worker as far as it is counted."""

    @property
    def active_jobs(self) -> int: ...

    @property
    def max_jobs(self) -> int: ...


class WorkerMetrics:
    """Attributes: registry: All of them, for whoever serves them."""

    def __init__(self, is_strained: Callable[[], bool]) -> None:
        self.registry = new_registry()
        self._stages = StageHistograms(self.registry, [VoiceStage.SPEECH_TO_TEXT])
        self._active = Gauge("parley_agent_active_jobs", "Meetings in hand.", registry=self.registry)
        self._places = Gauge(
            "parley_agent_places", "Meetings that this worker takes right now.", registry=self.registry
        )
        strained = Gauge(
            "parley_agent_strained",
            "1 while captions are so late that no further meeting is taken.",
            registry=self.registry,
        )
        strained.set_function(is_strained)

    def follow(self, worker: JobCounts) -> None:
        """Count the jobs of a worker from now on."""
        self._active.set_function(lambda: worker.active_jobs)
        self._places.set_function(lambda: worker.max_jobs)

    def final(self, lag_ms: float) -> None:
        """A final came so long after the end of what was said, in any of the worker's jobs."""
        self._stages.observe_ms(VoiceStage.SPEECH_TO_TEXT, lag_ms)

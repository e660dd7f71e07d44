"""Workers that reported lately. Kept in memory: after a restart they report again within a second."""

from dataclasses import dataclass

from parley.backend.clock import Clock
from parley.contracts.ingest import EngineHealth, WorkerReport
from parley.contracts.meetings import SPEECH_TO_TEXT

REPORT_FRESH_S = 3.0  # workers report every second
SILENT_S = 5.0  # what a worker has in hand is given to another one after this


@dataclass(frozen=True)
class _Sighting:
    report: WorkerReport
    at_s: float


class Workers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at_s = clock.monotonic_s()
        self._sightings: dict[str, _Sighting] = {}

    def take(self, worker_id: str, report: WorkerReport) -> bool:
        """Note a report. True if meetings may now be served better or worse than before it."""
        before = (self.is_one_free, self.has_speech)
        now_s = self._clock.monotonic_s()
        for silent in [name for name, seen in self._sightings.items() if now_s - seen.at_s > SILENT_S]:
            del self._sightings[silent]
        self._sightings[worker_id] = _Sighting(report, now_s)
        return before != (self.is_one_free, self.has_speech)

    def fresh_reports(self) -> list[WorkerReport]:
        now_s = self._clock.monotonic_s()
        return [seen.report for seen in self._sightings.values() if now_s - seen.at_s <= REPORT_FRESH_S]

    @property
    def is_one_free(self) -> bool:
        """A worker has room for one more job and a speech engine that is ready."""
        return any(
            report.active_jobs < report.max_jobs and _has_speech(report) for report in self.fresh_reports()
        )

    @property
    def has_speech(self) -> bool:
        return any(_has_speech(report) for report in self.fresh_reports())

    @property
    def is_speech_broken(self) -> bool:
        """Workers report, but none of them has a speech engine that is ready."""
        return bool(self.fresh_reports()) and not self.has_speech

    def is_silent(self, worker_id: str) -> bool:
        """Not heard of for so long that its work should be given away."""
        sighting = self._sightings.get(worker_id)
        heard_at_s = sighting.at_s if sighting else self._started_at_s
        return self._clock.monotonic_s() - heard_at_s > SILENT_S

    def engines(self) -> list[EngineHealth]:
        """Each engine once; ready if it is so on any worker."""
        merged: dict[tuple[str, str], EngineHealth] = {}
        for report in self.fresh_reports():
            for engine in report.engines:
                known = merged.get((engine.kind, engine.name))
                if known is None or (engine.is_ready and not known.is_ready):
                    merged[engine.kind, engine.name] = engine
        return list(merged.values())


def _has_speech(report: WorkerReport) -> bool:
    return any(engine.kind == SPEECH_TO_TEXT and engine.is_ready for engine in report.engines)

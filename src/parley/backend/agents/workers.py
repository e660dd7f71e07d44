"""Workers that reported lately. Kept in memory: after a restart they report again within a second."""

from dataclasses import dataclass

from parley.backend.agents.decision import Supply
from parley.backend.clock import Clock
from parley.contracts.ids import LanguageTag
from parley.contracts.ingest import EngineHealth, WorkerReport
from parley.contracts.meetings import SPEECH_TO_TEXT
from parley.contracts.translation import TranslationPair

REPORT_FRESH_S = 3.0  # workers report every second
SILENT_S = 5.0  # what a worker has in hand is given to another one after this
GONE_S = 600.0  # a worker silent for so long beside another one will not come back with its engines


@dataclass(frozen=True)
class _Sighting:
    report: WorkerReport
    at_s: float


class Workers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at_s = clock.monotonic_s()
        self._sightings: dict[str, _Sighting] = {}
        self._known: dict[str, _Sighting] = {}  # those that are away as well

    def take(self, worker_id: str, report: WorkerReport) -> bool:
        """Note a report. True if meetings may now be served better or worse than before it."""
        before = self.supply()
        now_s = self._clock.monotonic_s()
        for silent in [name for name, seen in self._sightings.items() if now_s - seen.at_s > SILENT_S]:
            del self._sightings[silent]
        self._sightings[worker_id] = _Sighting(report, now_s)
        for gone in [name for name, seen in self._known.items() if now_s - seen.at_s > GONE_S]:
            del self._known[gone]
        self._known[worker_id] = self._sightings[worker_id]
        return before is not self.supply()

    def fresh_reports(self) -> list[WorkerReport]:
        now_s = self._clock.monotonic_s()
        return [seen.report for seen in self._sightings.values() if now_s - seen.at_s <= REPORT_FRESH_S]

    @property
    def reported_at_s(self) -> float:
        """When the oldest report came that still counts: all of them know what was so then."""
        now_s = self._clock.monotonic_s()
        fresh = [seen.at_s for seen in self._sightings.values() if now_s - seen.at_s <= REPORT_FRESH_S]
        return min(fresh, default=now_s)

    def supply(self, promised: int = 0) -> Supply:
        """What is there for one more meeting when `promised` places are given away that no report counts."""
        reports = self.fresh_reports()
        able = [report for report in reports if _has_speech(report)]
        if not able:
            return Supply.BROKEN if reports else Supply.NONE
        places = sum(max(0, report.max_jobs - report.active_jobs) for report in able)
        return Supply.FREE if places > promised else Supply.FULL

    @property
    def has_speech(self) -> bool:
        return any(_has_speech(report) for report in self.fresh_reports())

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

    def caption_languages(self) -> list[LanguageTag]:
        """What the speech engines that are ready write, sorted."""
        engines = [engine for report in self.fresh_reports() for engine in report.engines]
        return sorted({tag for engine in engines if _is_ready_speech(engine) for tag in engine.languages})

    def may_leave(self, kind: str) -> bool:
        """Whether an engine of this kind outside the deployment may be used by any worker.

        A worker that is away counts with what it last said: it comes back with the same engines.
        """
        engines = [engine for seen in self._known.values() for engine in seen.report.engines]
        return any(engine.kind == kind and engine.is_elsewhere for engine in engines)

    def translation_pairs(self) -> list[TranslationPair]:
        """What is translated from and into, each pair once as it is done best; sorted."""
        best: dict[tuple[str, str], TranslationPair] = {}
        found = [
            pair for report in self.fresh_reports() for engine in report.engines for pair in engine.pairs
        ]
        for pair in sorted(found, key=lambda pair: (pair.pivot is not None, pair.is_draft)):
            best.setdefault((pair.source, pair.target), pair)
        return [best[key] for key in sorted(best)]


def _has_speech(report: WorkerReport) -> bool:
    return any(map(_is_ready_speech, report.engines))


def _is_ready_speech(engine: EngineHealth) -> bool:
    return engine.kind == SPEECH_TO_TEXT and engine.is_ready

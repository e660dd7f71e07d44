"""Sums up five seconds of one meeting's work into what its telemetry stores."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from parley.contracts.meetings import SpeechUsage
from parley.contracts.telemetry.meeting import AgentBucket


@dataclass(frozen=True)
class Standing:
    """How a job stands at the end of a bucket.

    Attributes:
        waits_s: For how long the utterance waits that has waited longest for its final; None: none waits.
        engine: Name of the speech engine that new utterances are given to.
        usage: What the engines were given since the job began.
        cpu_pct: Of all cores of this machine, since the last bucket.
        worker_load: Share of the worker's places that are taken; None: not known.
    """

    waits_s: float | None
    open_utterances: int
    engine: str | None
    usage: Sequence[SpeechUsage]
    is_behind: bool
    cpu_pct: float
    worker_load: float | None


class Worklog:
    """Not for several tasks."""

    def __init__(self) -> None:
        self._lags_s: list[float] = []
        self._engine_ms = 0
        self._speech_ms = 0

    def note(self, lag_s: float) -> None:
        """A final came so long after the end of what was said."""
        self._lags_s.append(lag_s)

    def bucket(self, start_ms: int, duration_ms: int, standing: Standing) -> AgentBucket:
        """What happened since the last one; the next begins."""
        lags_s, self._lags_s = sorted(self._lags_s), []
        told = [one.engine_ms for one in standing.usage if one.engine_ms is not None]
        speech_ms = sum(one.billed_speech_ms for one in standing.usage)
        engine_ms, spoken_ms = sum(told) - self._engine_ms, speech_ms - self._speech_ms
        self._engine_ms, self._speech_ms = sum(told), speech_ms
        return AgentBucket(
            start_ms=start_ms,
            duration_ms=duration_ms,
            finals=len(lags_s),
            caption_lag_p50_ms=_quantile_ms(lags_s, 0.5),
            caption_lag_p95_ms=_quantile_ms(lags_s, 0.95),
            queue_ms=None if standing.waits_s is None else round(1000 * max(0.0, standing.waits_s)),
            open_utterances=standing.open_utterances,
            engine=standing.engine,
            engine_ms=engine_ms if told else None,
            speech_ms=spoken_ms,
            realtime_factor=round(engine_ms / spoken_ms, 3) if told and spoken_ms else None,
            is_behind=standing.is_behind,
            cpu_pct=min(100.0, standing.cpu_pct),
            worker_load=standing.worker_load,
        )


def _quantile_ms(lags_s: Sequence[float], quantile: float) -> int | None:
    """The smallest that so many are not above (nearest rank)."""
    if not lags_s:
        return None
    return round(1000 * max(0.0, lags_s[math.ceil(quantile * len(lags_s)) - 1]))

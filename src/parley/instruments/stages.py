"""One name a stage of a budget: of its histogram here, of its span as the budget itself has it."""

from collections.abc import Iterable
from enum import StrEnum

from prometheus_client import CollectorRegistry, Histogram

from parley.contracts.budgets import AudioStage, VoiceStage

# Budgets are 120 to 800 ms in all; beyond 5 s nobody waits.
_BOUNDS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 5.0)


def histogram_name(stage: AudioStage | VoiceStage) -> str:
    budget = "audio" if isinstance(stage, AudioStage) else "voice"
    return f"parley_{budget}_{stage.value}_seconds"


class StageHistograms:
    """How long stages take. Raises KeyError for a stage that it was not made for."""

    def __init__(self, registry: CollectorRegistry, stages: Iterable[AudioStage | VoiceStage]) -> None:
        self._histograms: dict[StrEnum, Histogram] = {
            stage: Histogram(
                histogram_name(stage),
                f"Seconds that the stage {stage.value} of its budget takes.",
                registry=registry,
                buckets=_BOUNDS_S,
            )
            for stage in stages
        }

    def observe_ms(self, stage: AudioStage | VoiceStage, duration_ms: float | None) -> None:
        """Nothing happens for null: it was not measured."""
        if duration_ms is not None:
            self._histograms[stage].observe(duration_ms / 1000)

"""One name a stage: in histograms, in spans, in the documents."""

import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from parley.agent.telemetry.metrics import WorkerMetrics
from parley.backend.metrics import Metrics
from parley.contracts.budgets import AudioStage, VoiceStage
from parley.instruments.exposition import new_registry
from parley.instruments.stages import StageHistograms, histogram_name

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[3] / "docs" / "operations" / "metrics.md"


def test_each_stage_has_a_histogram_of_its_name() -> None:
    registry = new_registry()
    stages = StageHistograms(registry, [*AudioStage, *VoiceStage])
    for stage in (*AudioStage, *VoiceStage):
        stages.observe_ms(stage, 250)
        stages.observe_ms(stage, None)
        assert registry.get_sample_value(f"{histogram_name(stage)}_count") == 1
        assert registry.get_sample_value(f"{histogram_name(stage)}_sum") == 0.25


def test_every_metric_of_ours_is_documented_and_no_other() -> None:
    text = "".join(
        generate_latest(registry).decode()
        for registry in (Metrics().registry, WorkerMetrics(lambda: False).registry)
    )
    served = set(
        re.findall(r"^# TYPE (parley_\w+?)(?:_total)? (?:counter|gauge|histogram)$", text, re.MULTILINE)
    )
    served = {name for name in served if not name.endswith("_created")}  # when they began to count
    documented = set(re.findall(r"`(parley_\w+)`", PAGE.read_text()))
    assert served == documented

"""The budget of one-way audio adds up, and what is measured against it is written down."""

from pathlib import Path

import pytest

from parley.contracts.budgets import DEVICE_MS, NETWORK_MS, ONE_WAY_AUDIO_MS, AudioStage

pytestmark = pytest.mark.unit

MEASUREMENTS = Path(__file__).parents[3] / "docs" / "operations" / "measurements.md"


def test_the_network_and_the_devices_share_the_whole() -> None:
    assert NETWORK_MS + DEVICE_MS == ONE_WAY_AUDIO_MS
    assert min(NETWORK_MS, DEVICE_MS) > 0


def test_every_stage_has_its_row_in_the_measurements() -> None:
    text = MEASUREMENTS.read_text(encoding="utf-8")
    assert [stage for stage in AudioStage if f"| `{stage}` |" not in text] == []

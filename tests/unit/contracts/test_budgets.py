"""The budget of one-way audio adds up, and what is measured against it is written down."""

from pathlib import Path

import pytest

from parley.contracts.budgets import (
    DEVICE_MS,
    NETWORK_MS,
    ONE_WAY_AUDIO_MS,
    VOICE_LOOP_MS,
    VOICE_STAGE_MS,
    AudioStage,
    VoiceStage,
)
from parley.contracts.telemetry.page import AudioStages
from parley.contracts.telemetry.streams import DownlinkAudio

pytestmark = pytest.mark.unit

MEASUREMENTS = Path(__file__).parents[3] / "docs" / "operations" / "measurements.md"


def test_the_network_and_the_devices_share_the_whole() -> None:
    assert NETWORK_MS + DEVICE_MS == ONE_WAY_AUDIO_MS
    assert min(NETWORK_MS, DEVICE_MS) > 0


def test_every_stage_has_its_row_in_the_measurements() -> None:
    text = MEASUREMENTS.read_text(encoding="utf-8")
    assert [stage for stage in AudioStage if f"| `{stage}` |" not in text] == []


def test_the_stages_of_the_voice_loop_share_the_whole() -> None:
    assert list(VOICE_STAGE_MS) == list(VoiceStage)
    assert sum(VOICE_STAGE_MS.values()) == VOICE_LOOP_MS


def test_no_two_stages_of_the_budgets_share_a_name() -> None:
    assert not {stage.value for stage in AudioStage} & {stage.value for stage in VoiceStage}


def test_telemetry_calls_the_stages_by_their_names() -> None:
    told = [*AudioStages.model_fields, "jitter_buffer_ms"]
    assert "jitter_buffer_ms" in DownlinkAudio.model_fields  # each speaker has their own
    assert sorted(told) == sorted(f"{stage}_ms" for stage in AudioStage)

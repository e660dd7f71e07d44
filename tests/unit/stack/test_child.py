from pathlib import Path

import pytest

from parley.stack import child
from parley.stack.child import ending, last_log_line, rotate_log

pytestmark = pytest.mark.unit


def test_a_small_log_is_kept_and_added_to(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "backend.log"
    rotate_log(log)
    log.write_text("hello\n")
    rotate_log(log)
    assert log.read_text() == "hello\n"


def test_a_large_log_moves_up_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LOG_BYTES_MAX", 4)
    log = tmp_path / "backend.log"
    for number in range(6):
        log.write_text(f"run {number}")
        rotate_log(log)
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {"backend.log.1": "run 5", "backend.log.2": "run 4", "backend.log.3": "run 3"}


def test_the_last_line_that_says_something_is_found(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first\nlast words\n\n \n")
    assert last_log_line(log) == "last words"
    assert last_log_line(tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("status", "words"), [(3, "exit status 3"), (-9, "killed by SIGKILL"), (0, "exit status 0")]
)
def test_an_exit_status_is_said_in_words(status: int, words: str) -> None:
    assert ending(status) == words

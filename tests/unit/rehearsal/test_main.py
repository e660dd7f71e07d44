from argparse import Namespace
from pathlib import Path

import pytest

from parley.rehearsal.main import run

pytestmark = pytest.mark.unit


def arguments(report: Path) -> Namespace:
    """Of a rehearsal that ends at once: its recording is not there."""
    return Namespace(
        json=report,
        speaker=["Maria=/nonexistent.wav"],
        reference=[],
        listeners=1,
        url=None,
        people=None,
        read=[],
    )


def test_a_rehearsal_that_fails_leaves_no_report_and_none_of_before_is_touched(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert run(arguments(report)) == 2
    assert not report.exists()
    report.write_text("of yesterday")
    assert run(arguments(report)) == 2
    assert report.read_text() == "of yesterday"


def test_a_report_without_a_place_ends_it_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(tmp_path / "none" / "report.json")) == 2
    assert "cannot be written" in capsys.readouterr().err

"""What the lab's line does to a frame, by the times at which frames come."""

import importlib
from typing import Any

import pytest

from parley.stack.settings import repository_root

pytestmark = pytest.mark.unit


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module of tools, which is run as a script and is no package."""
    monkeypatch.syspath_prepend(str(repository_root() / "tools"))
    return importlib.import_module("netlab_link")


def direction(link: Any, **line: float) -> Any:
    made = link.Direction()
    made.line = link.Line(**line)
    return made


def test_a_frame_leaves_after_the_delay(link: Any) -> None:
    assert direction(link, delay_ms=15).leaves_s(10.0, 1000) == pytest.approx(10.015)


def test_a_blackout_carries_nothing(link: Any) -> None:
    assert direction(link, loss=1).leaves_s(10.0, 1000) is None


def test_a_narrow_line_carries_one_frame_after_another(link: Any) -> None:
    narrow = direction(link, kbps=400, delay_ms=15)
    leave = [narrow.leaves_s(10.0, 1000) for _ in range(3)]  # 20 ms each
    assert leave == [pytest.approx(10.035), pytest.approx(10.055), pytest.approx(10.075)]
    assert narrow.leaves_s(20.0, 1000) == pytest.approx(20.035)  # free again


def test_what_would_wait_too_long_is_lost(link: Any) -> None:
    narrow = direction(link, kbps=400, queue_ms=100)
    carried = [narrow.leaves_s(10.0, 1000) for _ in range(10)]
    assert (
        sum(leaves_s is not None for leaves_s in carried) == 6
    )  # one on the line and 100 ms of them waiting


def test_a_line_that_is_widened_is_free_at_once(link: Any) -> None:
    narrow = direction(link, kbps=400)
    narrow.leaves_s(10.0, 10_000)
    narrow.line = link.Line()
    assert narrow.leaves_s(10.0, 1000) == pytest.approx(10.0)

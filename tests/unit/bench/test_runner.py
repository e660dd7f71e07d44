"""What `make bench` finds."""

import re
from pathlib import Path

import pytest

import bench
from bench.harness.runner import bench_names

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", bench_names())
def test_whatever_is_found_can_be_run(name: str) -> None:
    module = Path(bench.__path__[0], *name.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    assert re.search(r"^def run\(\) -> list\[Row\]:", module, re.MULTILINE)
    assert re.search(r"^PEER = ", module, re.MULTILINE)

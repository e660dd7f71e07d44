"""The soak itself works: a short one passes, and says what it did and what came of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.soak.voice import NoSpeech, short_clips

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

SEED = 8  # a job killed while the backend is away, then the SFU: what no other test has together


def test_a_short_soak_passes() -> None:
    try:
        short_clips()
    except NoSpeech as problem:
        pytest.skip(str(problem))
    shape = ["--minutes", "0.4", "--meetings", "1", "--speakers", "2", "--seed", str(SEED)]
    soak = subprocess.run(
        [sys.executable, "-m", "bench.soak", *shape],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        timeout=200,
        check=False,
    )
    assert soak.returncode == 0, soak.stdout
    assert f"verdict: passed, seed {SEED}" in soak.stdout
    assert "captions again" in soak.stdout

import threading
from pathlib import Path

import numpy as np
import pytest

from bench.harness.cpu_limit import CpuLimit
from bench.noise.half_core import (
    _tighten_at,
    heard_s,
    kept_share,
    levels_db,
    longest_loss_ms,
    longest_silence_ms,
)

pytestmark = pytest.mark.unit


def test_the_longest_silence_lies_between_sounds() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[4_800:9_600] = 0.1
    samples[9_600:9_840] = 1e-5  # what a suppressor makes of nothing
    samples[9_840:12_000] = -0.1
    assert longest_silence_ms(samples, -80) == 5.0
    assert heard_s(samples, -80) == pytest.approx((4_800 + 2_160) / 48_000)
    assert longest_silence_ms(np.full(480, 0.1, np.float32), -80) == 0.0
    assert longest_silence_ms(np.zeros(480, np.float32), -80) == 0.0


def test_what_did_not_come_in_is_not_lost() -> None:
    before = np.full(48_000, 0.1, np.float32)
    before[4_800:9_600] = 0
    after = before * np.float32(0.06)
    assert longest_loss_ms(before, after, -80) == 0.0
    after[9_600:9_744] = 0
    after[20_016:20_064] = 0
    assert longest_loss_ms(before, after, -80) == 3.0
    assert kept_share(before, after, -80) == pytest.approx(1 - (3 + 1) / 900)


def test_a_level_is_that_of_a_millisecond() -> None:
    assert levels_db(np.full(100, 0.1, np.float32)) == pytest.approx([-20, -20])


def test_a_limit_that_does_not_begin_is_no_measurement(tmp_path: Path) -> None:
    limit = CpuLimit(Path("/bin/true"), tmp_path / "no group", tmp_path)
    (tmp_path / "playing").touch()
    with pytest.raises(OSError, match="no group"):
        _tighten_at(tmp_path / "playing", limit, 0.5, threading.Event())
    over = threading.Event()
    over.set()
    with pytest.raises(SystemExit):
        _tighten_at(tmp_path / "never", limit, 0.5, over)


@pytest.mark.parametrize(
    ("told", "has_held"), [("nr_periods 9\nnr_throttled 4\n", True), ("usage_usec 7\n", False)]
)
def test_a_limit_has_held_when_the_kernel_says_so(tmp_path: Path, told: str, has_held: bool) -> None:
    (tmp_path / "cpu.stat").write_text(told)
    assert CpuLimit(Path("/bin/true"), tmp_path, tmp_path).has_held() is has_held

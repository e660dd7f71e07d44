import numpy as np
import pytest

from bench.noise.half_core import heard_s, longest_silence_ms

pytestmark = pytest.mark.unit


def test_the_longest_silence_lies_between_sounds() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[4_800:9_600] = 0.1
    samples[9_840:12_000] = -0.1
    assert longest_silence_ms(samples) == pytest.approx(5.0)
    assert heard_s(samples) == pytest.approx((4_800 + 2_160) / 48_000)
    assert longest_silence_ms(np.full(480, 0.1, np.float32)) == 0.0
    assert longest_silence_ms(np.zeros(480, np.float32)) == 0.0

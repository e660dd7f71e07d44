"""The meter of one-way audio finds what was made late, by how much it was, and nothing that is not there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.one_way_audio import RATE_HZ, Samples, Sound, lags_ms

pytestmark = pytest.mark.unit

_RANDOM = np.random.default_rng(7)


def speech(seconds: float) -> Samples:
    """Noise whose loudness rises and falls as syllables do."""
    count = round(seconds * RATE_HZ)
    loudness = 0.2 * np.abs(np.sin(np.linspace(0, seconds * 12, count)))
    return np.asarray(loudness * _RANDOM.standard_normal(count), np.float32)


SAID = speech(3)


@settings(max_examples=15)
@given(late=st.integers(0, 40_000), head_start=st.integers(0, 4_000))
def test_the_lag_is_what_was_put_in_whenever_the_recordings_began(late: int, head_start: int) -> None:
    heard = np.concatenate([np.zeros(head_start + late, np.float32), 0.4 * SAID]).astype(np.float32)
    earlier = Sound(SAID, 1_000.0, 0.0, 10.0)
    later = Sound(heard, 1_000.0 - head_start * 1000 / RATE_HZ, 0.0, 10.0)
    found = lags_ms(earlier, later)
    assert len(found) >= 3
    assert found == pytest.approx([late * 1000 / RATE_HZ] * len(found), abs=0.05)


def test_what_was_never_said_is_not_found() -> None:
    assert lags_ms(Sound(SAID, 0.0, 0.0, 10.0), Sound(speech(4), 0.0, 0.0, 10.0)) == []
    silence = np.zeros(3 * RATE_HZ, np.float32)
    assert lags_ms(Sound(silence, 0.0, 0.0, 10.0), Sound(SAID, 0.0, 0.0, 10.0)) == []

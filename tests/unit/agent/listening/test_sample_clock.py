"""The clock of a microphone: even samples, uneven arrivals."""

import pytest

from parley.agent.listening.sample_clock import GAP_S, SampleClock

pytestmark = pytest.mark.unit

FRAME = 960
FRAME_S = 0.06


def test_late_frames_do_not_move_the_clock() -> None:
    clock = SampleClock()
    for number, late_s in enumerate([0.0, 0.08, 0.03, 0.1, 0.0], start=1):
        clock.arrived(FRAME, 100.0 + number * FRAME_S + late_s)
    assert clock.at(0) == pytest.approx(100.0, abs=0.003)
    assert clock.at(16_000) == pytest.approx(101.0, abs=0.003)


def test_an_earlier_arrival_shows_that_the_first_was_late() -> None:
    clock = SampleClock()
    clock.arrived(FRAME, 100.2 + FRAME_S)
    clock.arrived(FRAME, 100.0 + 2 * FRAME_S)
    assert clock.at(0) == pytest.approx(100.0)


def test_after_a_gap_the_clock_starts_anew() -> None:
    clock = SampleClock()
    clock.arrived(FRAME, 100.0 + FRAME_S)
    clock.arrived(FRAME, 110.0 + 2 * FRAME_S)
    assert clock.at(FRAME) == pytest.approx(110.0 + FRAME_S)
    assert GAP_S < 10

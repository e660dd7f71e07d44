"""A worker is strained before captions are as late as is promised, and for as long as they are late."""

import pytest

from parley.agent.strain import FEW_FINALS, STRAINED_S, WINDOW_S, Strain

pytestmark = pytest.mark.unit

PROMISED_S = 2.0


def strain_of(*lags_s: float, at_s: float = 0.0) -> Strain:
    strain = Strain()
    for lag_s in lags_s:
        strain.note(lag_s, at_s)
    return strain


def test_a_worker_that_keeps_up_is_not_strained() -> None:
    assert not strain_of(*[1.1] * 50).is_strained(0.0)


def test_it_is_strained_before_the_promise_is_broken() -> None:
    assert STRAINED_S < PROMISED_S
    assert strain_of(*[1.0] * 90, *[1.6] * 10).is_strained(0.0)


def test_one_late_final_among_many_is_no_strain() -> None:
    assert not strain_of(*[1.0] * 99, 9.0).is_strained(0.0)


def test_a_few_finals_tell_nothing() -> None:
    assert not strain_of(*[9.0] * (FEW_FINALS - 1)).is_strained(0.0)


def test_it_is_over_only_when_captions_are_clearly_in_time_again() -> None:
    strain = strain_of(*[1.6] * 20)
    assert strain.is_strained(0.0)
    later_s = WINDOW_S + 1
    for _ in range(20):
        strain.note(1.3, later_s)
    assert strain.is_strained(later_s), "better, but not yet good"
    later_s += WINDOW_S + 1
    for _ in range(20):
        strain.note(1.0, later_s)
    assert not strain.is_strained(later_s)


def test_silence_is_the_end_of_it() -> None:
    strain = strain_of(*[5.0] * 20)
    assert strain.is_strained(0.0)
    assert not strain.is_strained(WINDOW_S + 1)

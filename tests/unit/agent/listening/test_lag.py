"""When people are told that captions are late."""

import pytest

from parley.agent.listening.lag import BEHIND_S, CALM_S, Lag

pytestmark = pytest.mark.unit


def test_a_final_on_its_way_is_no_delay() -> None:
    lag = Lag()
    assert not lag.is_behind(100.0, None)
    assert not lag.is_behind(100.0, 100.0 - BEHIND_S)


def test_behind_is_said_at_once_and_taken_back_after_a_calm_while() -> None:
    lag = Lag()
    assert lag.is_behind(100.0, 99.9 - BEHIND_S)
    assert lag.is_behind(100.0 + CALM_S - 0.1, None)
    assert not lag.is_behind(100.1 + CALM_S, None)


def test_skipped_speech_counts_as_behind() -> None:
    lag = Lag()
    lag.skipped(100.0)
    assert lag.is_behind(101.0, None)

"""How often is too often: nobody does more in a minute than they may, and nobody waits for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.backend.access.minute import MINUTE_S, SlidingMinute

pytestmark = pytest.mark.unit


def test_who_did_too_much_waits_as_long_as_they_are_told_and_others_do_not() -> None:
    minute = SlidingMinute(3)
    assert [minute.hit("loud", 50.0) for _ in range(3)] == [None] * 3
    wait_s = minute.hit("loud", 50.0)
    assert wait_s == 10.0
    assert minute.hit("other", 50.0) is None
    assert minute.hit("loud", 50.0 + wait_s + 0.1) is None
    assert minute.hit("loud", 50.0 + wait_s + 0.1) is not None


def test_after_two_quiet_minutes_nothing_is_left() -> None:
    minute = SlidingMinute(1)
    assert minute.hit("one", 10.0) is None
    assert minute.hit("one", 10.0 + 2 * MINUTE_S) is None
    assert not minute._before


@given(
    limit=st.integers(1, 5),
    pauses_s=st.lists(st.floats(0, 90, allow_nan=False), min_size=1, max_size=60),
)
def test_whoever_waits_as_told_is_let_in_and_within_a_minute_of_the_clock_nobody_does_more(
    limit: int, pauses_s: list[float]
) -> None:
    minute, now_s = SlidingMinute(limit), 0.0
    done: list[float] = []
    for pause_s in pauses_s:
        now_s += pause_s
        wait_s = minute.hit("one", now_s)
        if wait_s is not None:
            assert 0 <= wait_s <= MINUTE_S
            now_s += int(wait_s) + 1
            assert minute.hit("one", now_s) is None
        done.append(now_s)
    by_minute = [int(at_s // MINUTE_S) for at_s in done]
    assert all(by_minute.count(one) <= limit for one in by_minute)

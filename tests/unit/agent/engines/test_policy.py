"""When partials are decoded, how far clips are padded, what is thrown away."""

import itertools

import pytest

from parley.agent.engines.hallucination import is_hallucinated
from parley.agent.engines.policy import PartialSchedule, padded_s

pytestmark = pytest.mark.unit


def test_partials_get_rarer_as_an_utterance_grows() -> None:
    schedule = PartialSchedule()
    at: list[float] = []
    for hundredth in range(1200):
        length_s = hundredth / 100
        if schedule.is_due(length_s):
            schedule.start(length_s)
            at.append(length_s)
    steps = [after - before for before, after in itertools.pairwise(at)]
    assert at[0] == pytest.approx(0.9)
    assert min(steps) >= 0.6 - 1e-9
    assert all(after >= before - 0.011 for before, after in itertools.pairwise(steps))
    assert steps[-1] == pytest.approx(1.0, abs=0.011), "the last words of a long one need not wait for long"


def test_finals_are_padded_to_fifteen_seconds_and_partials_by_four() -> None:
    assert padded_s(3.0, is_final=True) == 15.0
    assert padded_s(20.0, is_final=True) == 20.0
    assert padded_s(3.0, is_final=False) == 7.0


@pytest.mark.parametrize(
    ("text", "length_s", "no_speech", "log_probability", "expected"),
    [
        ("We ship it on Friday.", 2.0, 0.05, -0.1, False),
        ("We ship it on Friday.", 2.0, 0.9, -0.5, False),
        ("you", 2.0, 0.7, -1.1, True),
        ("I", 2.0, 0.1, -1.4, True),
        ("go " * 120, 12.0, 0.1, -0.2, True),
        ("1 2 " * 30, 3.1, 0.1, -0.3, True),  # what tiny.en makes of "one two" said six times
        ("1 2 " * 30, 6.2, 0.1, -0.3, True),  # and more slowly
        ("one two " * 6, 3.1, 0.1, -0.2, False),
        ("testing one two three " * 10, 12.0, 0.1, -0.2, False),
        ("no no no no no no no no", 2.0, 0.1, -0.2, False),
    ],
)
def test_what_nobody_said_is_thrown_away(
    text: str, length_s: float, no_speech: float, log_probability: float, expected: bool
) -> None:
    assert is_hallucinated(text, length_s, no_speech, log_probability) is expected

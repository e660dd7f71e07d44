"""For how long an engine that failed is left alone."""

import itertools

import pytest

from parley.agent.engines.ladder.circuit import (
    FIRST_LASTING_PAUSE_S,
    LONGEST_LASTING_PAUSE_S,
    LONGEST_PAUSE_S,
    Circuit,
)
from parley.agent.engines.trouble import Cause, EngineTrouble, cause_of_status

pytestmark = pytest.mark.unit

DOWN = EngineTrouble(Cause.UNREACHABLE)


def pauses(trouble: EngineTrouble, count: int) -> list[float]:
    """Of an engine whose every probe fails, each at the moment when it is due."""
    circuit, now_s = Circuit(), 100.0
    found = []
    for _ in range(count):
        circuit.failed(trouble, now_s)
        found.append(circuit.pause_s(now_s))
        now_s += found[-1]
    return found


def test_pauses_double_up_to_a_minute() -> None:
    found = pauses(DOWN, 9)
    assert found[:3] == [1.0, 2.0, 4.0]
    assert found[-1] == LONGEST_PAUSE_S
    assert all(after >= before for before, after in itertools.pairwise(found))


def test_what_somebody_has_to_mend_is_asked_about_rarely() -> None:
    found = pauses(EngineTrouble(Cause.KEY_REFUSED), 9)
    assert (found[0], found[-1]) == (FIRST_LASTING_PAUSE_S, LONGEST_LASTING_PAUSE_S)


def test_the_engine_s_own_wish_counts_within_reason() -> None:
    assert pauses(EngineTrouble(Cause.TOO_MANY, 17.0), 1) == [17.0]
    assert pauses(EngineTrouble(Cause.TOO_MANY, 86_400.0), 1) == [LONGEST_LASTING_PAUSE_S]


def test_utterances_that_meet_the_same_failure_count_once() -> None:
    circuit = Circuit()
    for _ in range(8):
        circuit.failed(DOWN, 100.0)
    assert circuit.pause_s(100.0) == 1.0


def test_only_a_final_makes_the_next_failure_a_new_story() -> None:
    circuit = Circuit()
    circuit.failed(DOWN, 100.0)
    circuit.probe_went_well()
    assert not circuit.is_open
    circuit.failed(DOWN, 101.0)
    assert circuit.pause_s(101.0) == 2.0, "a probe may lie"
    circuit.probe_went_well()
    circuit.utterance_went_well()
    circuit.failed(DOWN, 200.0)
    assert circuit.pause_s(200.0) == 1.0


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        *((400, "request_refused"), (401, "key_refused"), (402, "no_credit"), (403, "key_refused")),
        *((404, "request_refused"), (429, "too_many"), (500, "unreachable"), (503, "unreachable")),
    ],
)
def test_a_status_tells_the_cause(status: int, cause: str) -> None:
    assert cause_of_status(status).value == cause

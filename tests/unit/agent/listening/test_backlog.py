"""How much speech a job keeps while no engine takes it."""

from functools import partial

import pytest

from parley.agent.listening.backlog import Backlog
from parley.agent.listening.utterance import Utterance
from parley.contracts.ids import ParticipantIdentity, SegmentId

pytestmark = pytest.mark.unit


def utterance(number: int, length_s: float) -> Utterance:
    segment_id, speaker = SegmentId(f"SG_{number:04}"), ParticipantIdentity("u-maria")
    return Utterance(segment_id, speaker, "TR_1", float(number), number + length_s)


def test_the_oldest_are_given_up_when_too_much_waits() -> None:
    backlog = Backlog(max_s=30)
    dropped: list[int] = []
    for number in range(5):
        backlog.add(utterance(number, 10), partial(dropped.append, number))
    assert dropped == [0, 1]


def test_what_has_its_final_makes_room() -> None:
    backlog = Backlog(max_s=30)
    dropped: list[int] = []
    for number in range(5):
        one = utterance(number, 10)
        backlog.add(one, partial(dropped.append, number))
        if number % 2:
            backlog.done(one)
    assert dropped == []


def test_the_newest_is_kept_however_long_it_is() -> None:
    backlog = Backlog(max_s=30)
    dropped: list[int] = []
    backlog.add(utterance(0, 40), lambda: dropped.append(0))
    assert dropped == []

"""What waits at the engine has a bound, and what nobody needs is not decoded."""

import itertools

import pytest

from parley.agent.engines.clips import Clip, WaitingClips
from parley.agent.engines.wire import DecodeRequest

pytestmark = pytest.mark.unit

SECOND = bytes(32_000)
NUMBERS = itertools.count()


def clip(utterance: str, length_s: int, *, is_final: bool = True) -> Clip:
    number = next(NUMBERS)
    request = DecodeRequest(request=number, utterance=utterance, is_final=is_final, language=None)
    return Clip(0 if is_final else 1, number, request, SECOND * length_s, 0.0)


def test_the_oldest_finals_go_when_too_much_waits() -> None:
    waiting = WaitingClips(max_s=30)
    clips = [clip(f"u{number}", 12) for number in range(4)]
    for one in clips:
        waiting.add(one)
    assert [one.is_wanted for one in clips] == [False, False, True, True]
    assert [one.audio for one in clips[:2]] == [b"", b""]


def test_what_is_being_decoded_does_not_wait() -> None:
    waiting = WaitingClips(max_s=30)
    clips = [clip(f"u{number}", 12) for number in range(4)]
    for one in clips:
        waiting.add(one)
        waiting.take(one)
    assert all(one.is_wanted for one in clips)


def test_a_final_makes_partials_of_its_utterance_worthless_and_no_others() -> None:
    waiting = WaitingClips()
    own, others = clip("u1", 2, is_final=False), clip("u2", 2, is_final=False)
    waiting.add(own)
    waiting.add(others)
    waiting.add(clip("u1", 3))
    assert (own.is_wanted, others.is_wanted) == (False, True)


def test_open_speech_of_many_people_is_not_counted() -> None:
    waiting = WaitingClips(max_s=30)
    partials = [clip(f"u{number}", 12, is_final=False) for number in range(20)]
    for one in partials:
        waiting.add(one)
    assert all(one.is_wanted for one in partials)


def test_nothing_is_kept_for_a_meeting_that_is_gone() -> None:
    waiting = WaitingClips()
    clips = [clip("u1", 3), clip("u2", 3, is_final=False)]
    for one in clips:
        waiting.add(one)
    waiting.drop_all()
    assert [(one.audio, one.is_wanted) for one in clips] == [(b"", False)] * 2

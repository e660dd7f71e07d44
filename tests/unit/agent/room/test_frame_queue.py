"""Frames of many microphones on their way to the event loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.engines.ports import Pcm
from parley.agent.listening.segmenter import HANGOVER_S, QUIET_PEAK
from parley.agent.room.frame_queue import SILENT_AFTER_S, WAITING_FRAMES_MAX, FrameQueue

pytestmark = pytest.mark.unit

FRAME_S, SAMPLES = 0.06, 960
SILENCE: Pcm = np.full(SAMPLES, QUIET_PEAK - 1, np.int16)
SOUND: Pcm = np.full(SAMPLES, -QUIET_PEAK, np.int16)


class Loop:
    """Takes what there is whenever it is woken, or later."""

    def __init__(self, *, is_slow: bool = False) -> None:
        self.wakes = 0
        self.taken: list[tuple[int, float]] = []
        self.queue = FrameQueue(self.wake)
        self._is_slow = is_slow

    def wake(self) -> None:
        self.wakes += 1
        if not self._is_slow:
            self.take()

    def take(self) -> None:
        self.taken += [(stream, at_s) for stream, _, at_s in self.queue.take()]


def test_silence_wakes_nobody_and_the_first_sound_brings_all_that_came_before() -> None:
    loop = Loop()
    for number in range(100):
        loop.queue.put(1, SILENCE, number * FRAME_S)
    assert loop.wakes <= SILENT_AFTER_S / FRAME_S + 1
    loop.queue.put(1, SOUND, 6.0)
    assert loop.taken == [(1, number * FRAME_S) for number in range(100)] + [(1, 6.0)]


def test_the_pause_that_ends_an_utterance_is_seen_at_once() -> None:
    loop = Loop()
    loop.queue.put(1, SOUND, 0.0)
    for number in range(1, round(HANGOVER_S / FRAME_S) + 2):
        loop.queue.put(1, SILENCE, number * FRAME_S)
        assert loop.taken[-1] == (1, number * FRAME_S)


def test_silence_does_not_pile_up() -> None:
    loop = Loop()
    for number in range(5_000):
        loop.queue.put(number % 24, SILENCE, float(number))
        assert number - len(loop.taken) < WAITING_FRAMES_MAX


def test_one_wake_up_is_enough_for_a_loop_that_is_late() -> None:
    loop = Loop(is_slow=True)
    for stream in range(24):
        loop.queue.put(stream, SOUND, 0.0)
    assert loop.wakes == 1
    loop.take()
    assert len(loop.taken) == 24
    loop.queue.put(1, SOUND, 0.06)
    assert loop.wakes == 2


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=200), st.booleans())
def test_every_frame_is_taken_once_and_in_order(frames: list[tuple[int, bool]], is_slow: bool) -> None:
    loop = Loop(is_slow=is_slow)
    for number, (stream, is_sound) in enumerate(frames):
        loop.queue.put(stream, SOUND if is_sound else SILENCE, float(number))
    loop.take()
    assert loop.taken == [(stream, float(number)) for number, (stream, _) in enumerate(frames)]

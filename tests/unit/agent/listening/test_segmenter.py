"""The voice-activity gate on synthetic sound: a level stands for a probability of speech."""

import numpy as np
import pytest

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm
from parley.agent.listening.segmenter import (
    HANGOVER_S,
    MAX_UTTERANCE_S,
    PRE_ROLL_S,
    TAIL_S,
    Segmenter,
    SegmenterEvent,
    UtteranceEnded,
    UtteranceStarted,
)

pytestmark = pytest.mark.unit

WINDOW = 512
WINDOW_S = WINDOW / SAMPLE_RATE_HZ
SPEECH, MURMUR, HUM = 1.0, 0.4, 0.1


class LevelActivity:
    """Probability of speech is the window's level, so that a test writes it into the samples."""

    def __init__(self) -> None:
        self.asked = 0

    @property
    def window_samples(self) -> int:
        return WINDOW

    def probability(self, window: Pcm) -> float:
        self.asked += 1
        return float(np.abs(window.astype(np.int32)).max()) / 10_000


def sound(probability: float, seconds: float) -> Pcm:
    return np.full(round(seconds / WINDOW_S) * WINDOW, probability * 10_000, np.int16)


def run(segmenter: Segmenter, *stretches: Pcm, frame: int = 960) -> list[SegmenterEvent]:
    pcm = np.concatenate(stretches)
    return [one for first in range(0, len(pcm), frame) for one in segmenter.feed(pcm[first : first + frame])]


def given(events: list[SegmenterEvent]) -> Pcm:
    return np.concatenate([one.pcm for one in events if not isinstance(one, UtteranceEnded)])


def test_an_utterance_begins_with_the_sound_before_it() -> None:
    events = run(Segmenter(LevelActivity()), sound(HUM, 1.0), sound(SPEECH, 1.0))
    started = events[0]
    assert isinstance(started, UtteranceStarted)
    before_s = len(sound(HUM, 1.0)) / SAMPLE_RATE_HZ - started.start_sample / SAMPLE_RATE_HZ
    assert PRE_ROLL_S <= before_s < PRE_ROLL_S + 2 * WINDOW_S


def test_only_a_short_tail_of_the_pause_is_given() -> None:
    segmenter = Segmenter(LevelActivity())
    events = run(segmenter, sound(HUM, 1.0), sound(SPEECH, 2.0), sound(HUM, 1.0))
    ended = events[-1]
    assert isinstance(ended, UtteranceEnded)
    assert 0 < ended.end_sample / SAMPLE_RATE_HZ - 2.98 <= TAIL_S + 2 * WINDOW_S
    assert len(given(events)) <= (2.0 + PRE_ROLL_S + TAIL_S + 3 * WINDOW_S) * SAMPLE_RATE_HZ


def test_a_pause_shorter_than_the_hangover_is_given_whole_and_ends_nothing() -> None:
    pcm = [sound(SPEECH, 1.0), sound(HUM, HANGOVER_S - 0.1), sound(SPEECH, 1.0)]
    events = run(Segmenter(LevelActivity()), *pcm)
    assert not any(isinstance(one, UtteranceEnded) for one in events)
    heard = given(events)
    whole = np.concatenate(pcm)
    assert np.array_equal(heard, whole[: len(heard)])
    assert len(whole) - len(heard) < WINDOW


def test_speech_without_pauses_is_cut_and_no_sample_is_lost_or_given_twice() -> None:
    rng = np.random.default_rng(3)
    pcm = (rng.uniform(0.6, 1.0, round(30 / WINDOW_S) * WINDOW) * 10_000).astype(np.int16)
    segmenter = Segmenter(LevelActivity())
    events = [*run(segmenter, pcm), *segmenter.flush()]
    assert np.array_equal(given(events), pcm)
    starts = [one.start_sample for one in events if isinstance(one, UtteranceStarted)]
    ends = [one.end_sample for one in events if isinstance(one, UtteranceEnded)]
    assert starts[1:] == ends[:-1]
    assert all(
        end - start <= (MAX_UTTERANCE_S + WINDOW_S) * SAMPLE_RATE_HZ
        for start, end in zip(starts, ends, strict=True)
    )


def test_murmur_right_after_a_cut_is_still_heard() -> None:
    segmenter = Segmenter(LevelActivity())
    pcm = [sound(SPEECH, MAX_UTTERANCE_S), sound(MURMUR, 1.0), sound(SPEECH, 1.0)]
    events = [*run(segmenter, *pcm), *segmenter.flush()]
    assert np.array_equal(given(events), np.concatenate(pcm))


def test_a_long_utterance_is_cut_at_a_short_pause() -> None:
    events = run(Segmenter(LevelActivity()), sound(SPEECH, 10.0), sound(HUM, 0.2), sound(SPEECH, 1.0))
    ended = next(one for one in events if isinstance(one, UtteranceEnded))
    assert 10.0 <= ended.end_sample / SAMPLE_RATE_HZ <= 10.2


def test_murmur_keeps_an_utterance_open_but_opens_none() -> None:
    assert run(Segmenter(LevelActivity()), sound(MURMUR, 3.0)) == []
    events = run(Segmenter(LevelActivity()), sound(SPEECH, 1.0), sound(MURMUR, 3.0))
    assert not any(isinstance(one, UtteranceEnded) for one in events)


def test_digital_silence_is_not_looked_at_for_long() -> None:
    activity = LevelActivity()
    run(Segmenter(activity), np.zeros(60 * SAMPLE_RATE_HZ, np.int16))
    assert activity.asked <= 15


def test_flush_ends_what_is_open_and_nothing_else() -> None:
    segmenter = Segmenter(LevelActivity())
    assert segmenter.flush() == []
    run(segmenter, sound(SPEECH, 1.0))
    assert [type(one) for one in segmenter.flush()] == [UtteranceEnded]


@pytest.mark.parametrize("frame", [160, 480, 512, 1600, 5000])
def test_the_size_of_frames_changes_nothing(frame: int) -> None:
    pcm = [sound(HUM, 0.5), sound(SPEECH, 1.5), sound(HUM, 0.8), sound(SPEECH, 0.7), sound(HUM, 0.8)]
    usual = run(Segmenter(LevelActivity()), *pcm)
    other = run(Segmenter(LevelActivity()), *pcm, frame=frame)
    assert [type(one) for one in usual] == [type(one) for one in other]
    assert np.array_equal(given(usual), given(other))

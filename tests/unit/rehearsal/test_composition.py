"""Meetings composed of recorded speech, and the sounds under it."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from parley.rehearsal.attribution import errors_within, misattributed
from parley.rehearsal.backgrounds import Background, background, mixed
from parley.rehearsal.cast import Cast
from parley.rehearsal.composition import Scene, composed_cast, distinct_clips
from parley.rehearsal.errors import BadInput
from parley.rehearsal.recordings import HEARD_RATE_HZ
from parley.rehearsal.sample import TESTDATA

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not TESTDATA.is_dir(), reason="pocketsphinx-testdata is not installed"),
]


def spans_s(cast: Cast) -> list[list[tuple[float, float]]]:
    """When each speaks, on the meeting's clock."""
    return [
        [
            (part.starts_at_s + span.start_ms / 1000, part.starts_at_s + span.end_ms / 1000)
            for span in part.recording.speech
        ]
        for part in cast.parts
    ]


@pytest.mark.parametrize("people", [2, 5, 8])
def test_everybody_talks_at_once_and_says_what_nobody_else_says(people: int) -> None:
    cast = composed_cast(Scene(people))
    assert len(cast.parts) == people
    first_spans = [own[0] for own in spans_s(cast)]
    assert max(start for start, _ in first_spans) < min(end for _, end in first_spans)
    said = {part.name: part.reference or "" for part in cast.parts}
    assert sorted(" ".join(said.values()).split()) == sorted(
        " ".join(text for text, _ in distinct_clips()).split()
    )
    texts = [(name, text) for name, own in said.items() for text, _ in distinct_clips() if text in own]
    assert misattributed(texts, said) == []
    shifted = dict(zip(said, [*list(said.values())[1:], *list(said.values())[:1]], strict=True))
    assert misattributed(list(shifted.items()), said) == list(shifted.items())


def test_rounds_lie_as_far_apart_as_was_asked() -> None:
    cast = composed_cast(Scene(5, rounds=2, pause_s=30))
    spans = sorted(span for own in spans_s(cast) for span in own)
    ends = itertools.accumulate((end for _, end in spans), max)
    longest = max(start - end for (start, _), end in zip(spans[1:], ends, strict=False))
    assert longest == pytest.approx(30, abs=1)


def test_a_scene_is_the_same_each_time_and_another_with_another_seed() -> None:
    scene = Scene(3, background=Background.NOISE, snr_db=10)
    one, same, other = (composed_cast(each) for each in (scene, scene, Scene(3, seed=2)))
    for part, again in zip(one.parts, same.parts, strict=True):
        assert np.array_equal(part.recording.played, again.recording.played)
    assert [part.reference for part in one.parts] != [part.reference for part in other.parts]


@pytest.mark.parametrize("people", [-1, 0, 1, 9])
def test_so_many_people_there_are_not(people: int) -> None:
    with pytest.raises(BadInput, match="from 2 to 8"):
        composed_cast(Scene(people))


def test_without_the_recordings_the_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pocketsphinx-testdata"):
        composed_cast(Scene(2), testdata=tmp_path)


@pytest.mark.parametrize("kind", list(Background))
@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_a_background_lies_as_far_below_speech_as_was_asked(kind: Background, snr_db: int) -> None:
    _, clip = distinct_clips()[0]
    other = background(kind, len(clip) / HEARD_RATE_HZ, seed=1)
    assert len(other) == len(clip)
    added = mixed(clip, other, snr_db) - clip
    loud = np.abs(clip) > np.abs(clip).max() / 20
    ratio_db = 10 * np.log10((clip[loud] ** 2).mean() / (added**2).mean())
    assert ratio_db == pytest.approx(snr_db, abs=4), "by another measure of how loud speech is"


@pytest.mark.parametrize(
    ("words", "errors"), [("b c", 0), ("a x c", 1), ("x y", 2), ("", 0), ("d e f", 1), ("a b c d e", 0)]
)
def test_errors_are_counted_against_the_likest_stretch(words: str, errors: int) -> None:
    assert errors_within(words.split(), ["a", "b", "c", "d", "e"]) == errors

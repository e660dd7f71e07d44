"""Speech with known words for the benches: Debian's pocketsphinx-testdata, or synthetic voices."""

import sys

import numpy as np

from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.composition import raw_clip
from parley.rehearsal.recordings import recording_of
from parley.rehearsal.sample import (
    PAUSE_S,
    TESTDATA,
    TESTDATA_RATE_HZ,
    Samples,
    sample_cast,
    transcribed_clips,
)


def one_speaker() -> Cast:
    """One speaker with at least 190 words: LibriVox clips, cards and a command, all said twice.

    The second time the clips come in the opposite order, so that each meets other neighbours.
    """
    if not (TESTDATA / "librivox").is_dir():
        sys.exit("This bench needs recorded speech: apt install pocketsphinx-testdata")
    clips = [
        *transcribed_clips(TESTDATA / "librivox", "transcription"),
        *transcribed_clips(TESTDATA / "cards", "cards.transcription"),
        ("go forward ten meters", raw_clip(TESTDATA / "goforward.raw")),
    ]
    said = [*clips, *reversed(clips)]
    pause: Samples = np.zeros(round(PAUSE_S * TESTDATA_RATE_HZ), dtype=np.float32)
    track = np.concatenate([samples for _, clip in said for samples in (clip, pause)])
    reference = " ".join(text for text, _ in said)
    recording = recording_of(track, TESTDATA_RATE_HZ, name="the bench's speech")
    return Cast("Bench", "", (Part("Reader", recording, 0.0, reference),), listeners=1)


def conversation() -> Cast:
    """The sample meeting."""
    return sample_cast(listeners=1)

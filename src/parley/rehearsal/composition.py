"""Meetings composed of Debian's recorded speech: people who talk over each other, long pauses, noise.

Everything follows from a scene's seed. No clip is said by two people, so that a word under a wrong name
shows.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parley.rehearsal.backgrounds import Background, Samples, background, mixed
from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.errors import BadInput
from parley.rehearsal.recordings import recording_of
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips

PEOPLE = ("Elinor", "Marianne", "Edward", "Lucy", "Margaret", "Brandon", "Fanny", "Henry")
PEOPLE_MIN = 2
_TURN_PAUSE_S = 0.9
_RAW_CLIP = ("go forward ten meters", "goforward.raw")
_CARDS_CLIPS = ("eight of spades", "four queen")  # the others are too alike to tell who said them


@dataclass(frozen=True)
class Scene:
    """What is to be composed.

    Attributes:
        people: 2 to 8.
        rounds: In each, everybody says their clips once.
        stagger_s: In each round the next person begins so much after the one before: they all overlap.
        pause_s: Nobody speaks for so long between rounds.
        background: What each microphone picks up beside its speaker; null: nothing.
        snr_db: How far the speaker stands above it.
    """

    people: int
    seed: int = 1
    rounds: int = 1
    stagger_s: float = 0.25
    pause_s: float = 1.5
    background: Background | None = None
    snr_db: float = 20.0


def composed_cast(scene: Scene, listeners: int = 1, testdata: Path = TESTDATA) -> Cast:
    """The cast of a scene, each with a reference of all that they say.

    Raises:
        BadInput: So many people there are not, or the recordings are not installed.
    """
    if not PEOPLE_MIN <= scene.people <= len(PEOPLE):
        raise BadInput(f"--people {scene.people}: give a number from {PEOPLE_MIN} to {len(PEOPLE)}.")
    rng = np.random.default_rng(scene.seed)
    clips = distinct_clips(testdata)
    order = rng.permutation(len(clips))
    said = [
        [clips[place] for place in order[person :: scene.people].tolist()] for person in range(scene.people)
    ]
    lengths_s = [_length_s(own) for own in said]
    starts_s: list[list[float]] = [[] for _ in said]
    round_s = 0.0
    for _ in range(scene.rounds):
        slots = rng.permutation(scene.people).tolist()
        for person, slot in enumerate(slots):
            starts_s[person].append(round_s + slot * scene.stagger_s)
        round_s = max(own[-1] + length for own, length in zip(starts_s, lengths_s, strict=True))
        round_s += scene.pause_s
    parts = tuple(_part(scene, person, said[person], starts_s[person]) for person in range(scene.people))
    return Cast(
        title=f"Sample meeting: {scene.people} people at once",
        provenance=f"{scene.people} people who talk over each other: recorded speech of Debian's "
        "pocketsphinx-testdata.",
        parts=parts,
        listeners=listeners,
    )


def distinct_clips(testdata: Path = TESTDATA) -> list[tuple[str, Samples]]:
    """Text and 16 kHz mono float32 of eight clips of which no two are easily taken for each other.

    Raises:
        BadInput: The recordings are not installed; names the package.
    """
    try:
        cards = transcribed_clips(testdata / "cards", "cards.transcription")
        return [
            *transcribed_clips(testdata / "librivox", "transcription"),
            *(clip for clip in cards if clip[0].startswith(_CARDS_CLIPS)),
            (_RAW_CLIP[0], raw_clip(testdata / _RAW_CLIP[1])),
        ]
    except OSError as error:
        raise BadInput(
            "People who talk over each other need recorded speech: `apt install pocketsphinx-testdata`."
        ) from error


def raw_clip(path: Path) -> Samples:
    """16 kHz mono int16 without a header, as float32."""
    return np.fromfile(path, dtype="<i2").astype(np.float32) / np.float32(32_768)


def _part(scene: Scene, person: int, clips: list[tuple[str, Samples]], starts_s: list[float]) -> Part:
    own = _said_in_a_row(clips)
    first_s = starts_s[0]
    track: Samples = np.zeros(round((starts_s[-1] - first_s) * TESTDATA_RATE_HZ) + len(own), dtype=np.float32)
    for start_s in starts_s:
        begin = round((start_s - first_s) * TESTDATA_RATE_HZ)
        track[begin : begin + len(own)] = own
    if scene.background is not None:
        other = background(scene.background, len(track) / TESTDATA_RATE_HZ, scene.seed + person)
        track = mixed(track, other[: len(track)], scene.snr_db)
    reference = " ".join([text for text, _ in clips] * scene.rounds)
    name = PEOPLE[person]
    return Part(name, recording_of(track, TESTDATA_RATE_HZ, name=f"{name}'s part"), first_s, reference)


def _said_in_a_row(clips: list[tuple[str, Samples]]) -> Samples:
    pause: Samples = np.zeros(round(_TURN_PAUSE_S * TESTDATA_RATE_HZ), dtype=np.float32)
    return np.concatenate([samples for _, clip in clips for samples in (clip, pause)])[: -len(pause)]


def _length_s(clips: list[tuple[str, Samples]]) -> float:
    return len(_said_in_a_row(clips)) / TESTDATA_RATE_HZ

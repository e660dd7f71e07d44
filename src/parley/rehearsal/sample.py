"""The sample meeting: Debian's read speech, dealt to two readers, if installed; else synthetic voices."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.errors import BadInput
from parley.rehearsal.recordings import recording_of
from parley.rehearsal.script import SCRIPT, VOICES, Line

TESTDATA = Path("/usr/share/pocketsphinx/test/data")  # Debian package pocketsphinx-testdata
TESTDATA_RATE_HZ = 16_000
PAUSE_S = 0.9  # between turns: longer than what counts as one utterance
OVERLAP_S = 0.6  # the last turn falls into the one before, as people do

_TRANSCRIPTION = re.compile(r"^<s>\s*(?P<text>.*?)\s*</s>\s*\((?P<name>[^)]+)\)$", re.MULTILINE)
_TYPO = ("more a amiable", "more amiable")  # in the package's transcription, not in the recording
_READERS = ("Elinor", "Marianne")
_SPEAK_TIMEOUT_S = 60

Samples = npt.NDArray[np.float32]


def sample_cast(listeners: int, testdata: Path = TESTDATA) -> Cast:
    """The best sample meeting that this machine has.

    Raises:
        BadInput: There is neither recorded speech nor a voice; names the packages.
    """
    if (testdata / "librivox" / "transcription").is_file():
        return read_speech_cast(testdata, listeners)
    if voice := shutil.which("espeak-ng"):
        return synthetic_cast(voice, listeners)
    raise BadInput(
        "There is no speech to play: give --speaker NAME=FILE.wav, or install recorded speech with "
        "`apt install pocketsphinx-testdata`, or a voice with `apt install espeak-ng`."
    )


def read_speech_cast(testdata: Path, listeners: int) -> Cast:
    """Two readers take turns with the LibriVox clips; the last turn begins before the one before it ends."""
    turns = [
        (_READERS[place % len(_READERS)], text, samples)
        for place, (text, samples) in enumerate(transcribed_clips(testdata / "librivox", "transcription"))
    ]
    return _dealt(
        turns,
        TESTDATA_RATE_HZ,
        Cast(
            title="Sample meeting: a reading",
            provenance="Sample meeting: recorded speech (LibriVox) of Debian's pocketsphinx-testdata.",
            parts=(),
            listeners=listeners,
        ),
    )


def synthetic_cast(voice: str, listeners: int, script: tuple[Line, ...] = SCRIPT) -> Cast:
    """Three people in a short project meeting, spoken by espeak-ng.

    Args:
        voice: Path of the espeak-ng program.
        listeners: How many listen.
        script: Who says what, in order.

    Raises:
        BadInput: The program does not speak.
    """
    spoken = [(line.speaker, line.text, *_speak(voice, line)) for line in script]
    return _dealt(
        [(speaker, text, samples) for speaker, text, samples, _ in spoken],
        spoken[0][3],
        Cast(
            title="Sample meeting: launch plan",
            provenance="Sample meeting: synthetic voices of espeak-ng, harder to caption than people.",
            parts=(),
            listeners=listeners,
        ),
    )


def transcribed_clips(folder: Path, transcription: str) -> list[tuple[str, Samples]]:
    """Text and 16 kHz mono float32 samples of each clip that the transcription file names, in its order."""
    text = (folder / transcription).read_text(encoding="utf-8").replace(*_TYPO)
    clips: list[tuple[str, Samples]] = []
    for match in _TRANSCRIPTION.finditer(text):
        samples, rate_hz = soundfile.read(folder / f"{match['name']}.wav", dtype="float32")
        assert rate_hz == TESTDATA_RATE_HZ, "the package holds 16 kHz files"
        clips.append((match["text"], samples))
    return clips


def _dealt(turns: list[tuple[str, str, Samples]], rate_hz: int, cast: Cast) -> Cast:
    """The cast with parts in which everybody keeps silent while others have their turn."""
    starts: list[float] = []
    now_s = 0.0
    for place, (_, _, samples) in enumerate(turns):
        if place and place == len(turns) - 1:
            now_s -= PAUSE_S + OVERLAP_S
        starts.append(now_s)
        now_s += len(samples) / rate_hz + PAUSE_S
    parts = []
    for name in dict.fromkeys(speaker for speaker, _, _ in turns):
        own = [(start_s, turn) for start_s, turn in zip(starts, turns, strict=True) if turn[0] == name]
        first_s, last_s = own[0][0], own[-1][0]
        track: Samples = np.zeros(round((last_s - first_s) * rate_hz) + len(own[-1][1][2]), dtype=np.float32)
        for start_s, (_, _, samples) in own:
            begin = round((start_s - first_s) * rate_hz)
            track[begin : begin + len(samples)] = samples
        reference = " ".join(text for _, (_, text, _) in own)
        parts.append(Part(name, recording_of(track, rate_hz, name=f"{name}'s part"), first_s, reference))
    return Cast(cast.title, cast.provenance, tuple(parts), cast.listeners)


def _speak(voice: str, line: Line) -> tuple[Samples, int]:
    command = [voice, "-v", VOICES[line.speaker], "-s", "150", "--stdout", line.text]
    try:
        spoken = subprocess.run(command, capture_output=True, check=True, timeout=_SPEAK_TIMEOUT_S)  # noqa: S603 - our own words
        samples, rate_hz = soundfile.read(io.BytesIO(spoken.stdout), dtype="float32")
    except (subprocess.SubprocessError, soundfile.LibsndfileError) as error:
        raise BadInput(
            "espeak-ng does not speak. Reinstall it: `apt install --reinstall espeak-ng`."
        ) from error
    return samples, rate_hz

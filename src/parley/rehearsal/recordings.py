"""Recordings as they are played and as they are heard offline, and the speech they hold."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from parley.rehearsal.errors import BadInput

PLAYED_RATE_HZ = 48_000  # WebRTC's own rate: no resampling on the way to Opus
HEARD_RATE_HZ = 16_000  # what speech engines and Silero VAD take
JOINED_PAUSE_MS = 750  # pauses shorter than this belong to the utterance (report contract)


@dataclass(frozen=True)
class SpeechSpan:
    """A stretch of speech within a recording, in ms from its start."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Recording:
    """A recording in the two forms that a rehearsal needs.

    Attributes:
        played: 48 kHz mono int16.
        heard: 16 kHz mono float32 in [-1, 1].
        speech: Stretches of speech in order, pauses under 750 ms joined; never empty.
    """

    played: npt.NDArray[np.int16]
    heard: npt.NDArray[np.float32]
    speech: tuple[SpeechSpan, ...]

    @property
    def duration_s(self) -> float:
        """Length of what is played."""
        return len(self.played) / PLAYED_RATE_HZ

    @property
    def speech_ms(self) -> int:
        """Length of all stretches of speech together."""
        return sum(span.end_ms - span.start_ms for span in self.speech)


def read_recording(path: Path) -> Recording:
    """A WAV file of any rate and channel count.

    Raises:
        BadInput: Missing, not a WAV, empty, or without speech.
    """
    if not path.is_file():
        raise BadInput(f"{path} is not a file. Check the path; it is read from the folder you are in.")
    if path.stat().st_size == 0:
        raise BadInput(f"{path} is empty (0 bytes). Record it again, or name another file.")
    try:
        with soundfile.SoundFile(path) as opened:
            container, rate_hz = opened.format, opened.samplerate
            samples = opened.read(dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError, TypeError) as error:  # TypeError: a name that ends in .raw
        raise BadInput(_not_a_wav(path)) from error
    if container not in {"WAV", "WAVEX", "RF64"}:
        raise BadInput(_not_a_wav(path))
    if len(samples) == 0:
        raise BadInput(f"{path} is a WAV without a single sample. Record it again, or name another file.")
    return recording_of(samples.mean(axis=1), rate_hz, name=str(path))


def recording_of(mono: npt.NDArray[np.float32], rate_hz: int, *, name: str) -> Recording:
    """A recording from samples in [-1, 1].

    Raises:
        BadInput: Silero VAD finds no speech in it.
    """
    heard = soxr.resample(mono, rate_hz, HEARD_RATE_HZ).astype(np.float32)
    speech = speech_spans(heard)
    if not speech:
        raise BadInput(f"{name} holds no speech. Play it to check, or name a file in which somebody talks.")
    played = soxr.resample(mono, rate_hz, PLAYED_RATE_HZ)
    return Recording(
        played=(np.clip(played, -1, 1) * np.iinfo(np.int16).max).astype(np.int16),
        heard=heard,
        speech=speech,
    )


def speech_spans(heard: npt.NDArray[np.float32]) -> tuple[SpeechSpan, ...]:
    """Stretches of speech by Silero VAD as faster-whisper ships it, unpadded, pauses under 750 ms joined.

    Args:
        heard: 16 kHz mono float32.
    """
    # onnxruntime reports to its maker from the moment it is loaded (its Privacy.md) unless it finds this.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=JOINED_PAUSE_MS, speech_pad_ms=0)
    stretches = get_speech_timestamps(heard, options, sampling_rate=HEARD_RATE_HZ)
    per_ms = HEARD_RATE_HZ // 1000
    return tuple(SpeechSpan(stretch["start"] // per_ms, stretch["end"] // per_ms) for stretch in stretches)


def _not_a_wav(path: Path) -> str:
    converted = f"{path.stem}-converted.wav" if path.suffix.lower() == ".wav" else f"{path.stem}.wav"
    return f"{path} is not a WAV file. Convert it first, e.g. `ffmpeg -i {path} {converted}`."

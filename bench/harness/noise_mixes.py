"""Noisy speech for the noise bench: voices, noises that are made here, and both together at known levels."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from parley.rehearsal.composition import raw_clip
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips

RATE_HZ = 48_000
HOP = 480
SNRS_DB = (0, 5, 10)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "audio"

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Mix:
    """48 kHz mono: what the microphone hears, and what it should have heard alone.

    Attributes:
        words: What is said; empty: not known.
    """

    name: str
    noisy: Samples
    clean: Samples
    words: str = ""


@dataclass(frozen=True)
class _Voice:
    samples: Samples
    words: str


def mixes() -> list[Mix]:
    """Voices × noises × levels, each voice clean, and the shared recording where it is."""
    voices = _voices()
    made = [Mix(f"clean-{name}", one.samples, one.samples, one.words) for name, one in voices.items()]
    for number, (name, voice) in enumerate(voices.items()):
        others = [other.samples for key, other in voices.items() if key != name]
        for kind, noise in _noises(len(voice.samples), others, seed=number).items():
            made += [
                Mix(f"{kind}-{snr}-{name}", _at(voice.samples, noise, snr), voice.samples, voice.words)
                for snr in SNRS_DB
            ]
    shared = SHARED / "noisy_snr0.wav"
    if shared.is_file():
        made.append(
            Mix("noisy_snr0", whole_frames(_read(shared)), _read(SHARED / "clean_freesound_33711.wav"))
        )
    return made


def whole_frames(samples: Samples) -> Samples:
    """With 100 ms of silence, in which what is late comes out, up to a whole frame."""
    length = -(-(len(samples) + RATE_HZ // 10) // HOP) * HOP
    return np.pad(samples, (0, length - len(samples)))


def _voices() -> dict[str, _Voice]:
    """A reader, somebody who names cards, and somebody who commands a robot: whole sentences, 3 to 6 s."""
    if not (TESTDATA / "librivox").is_dir():
        raise SystemExit("This bench needs recorded speech: apt install pocketsphinx-testdata")
    readings = transcribed_clips(TESTDATA / "librivox", "transcription")
    cards = transcribed_clips(TESTDATA / "cards", "cards.transcription")
    return {
        "reader": _voice([readings[3]]),
        "cards": _voice([cards[4], cards[1]]),
        "command": _voice([("go forward ten meters", raw_clip(TESTDATA / "goforward.raw"))]),
    }


def _voice(clips: list[tuple[str, Samples]]) -> _Voice:
    said = np.concatenate([samples for _, samples in clips])
    resampled = np.asarray(soxr.resample(said, TESTDATA_RATE_HZ, RATE_HZ), np.float32)
    return _Voice(whole_frames(resampled), " ".join(text for text, _ in clips))


def _noises(length: int, others: list[Samples], seed: int) -> dict[str, Samples]:
    """Fan: hum and rushing air. Keyboard: bursts. Babble: other voices. Street: rumble that swells."""
    random = np.random.default_rng(seed)
    seconds = np.arange(length) / RATE_HZ
    white = random.standard_normal(length)
    air = _tilted(white, -1.0)
    fan = air + sum(0.4 / k * np.sin(2 * np.pi * 120 * k * seconds + k) for k in range(1, 6)) * air.std()
    keys = np.zeros(length)
    for start in random.integers(0, length - 4_800, size=int(length / RATE_HZ * 7)):
        decay = np.exp(-np.arange(4_800) / (0.006 * RATE_HZ))
        keys[start : start + 4_800] += random.uniform(0.4, 1.0) * decay * random.standard_normal(4_800)
    babble = np.sum(
        [np.roll(np.resize(other, length), k * 31_337) for k, other in enumerate(others * 2)], axis=0
    )
    swell = 0.4 + 0.6 * np.sin(2 * np.pi * seconds / 3.1 + seed) ** 2
    street = _tilted(random.standard_normal(length), -1.8) * swell
    found = {"fan": fan, "keyboard": keys, "babble": babble, "street": street}
    return {kind: np.asarray(noise, np.float32) for kind, noise in found.items()}


def _tilted(white: NDArray[np.float64], slope: float) -> NDArray[np.float64]:
    """Noise whose amplitude falls with frequency to the power of `slope`, from 50 Hz on."""
    spectrum = np.fft.rfft(white)
    frequencies = np.maximum(np.fft.rfftfreq(len(white), 1 / RATE_HZ), 50.0)
    return np.fft.irfft(spectrum * (frequencies / 50.0) ** slope, len(white))


def _at(voice: Samples, noise: Samples, snr_db: float) -> Samples:
    gain = np.sqrt(np.mean(voice**2) / np.mean(noise**2)) * 10 ** (-snr_db / 20)
    mix = voice + gain * noise
    return np.asarray(mix / max(1.0, float(np.abs(mix).max()) / 0.98), np.float32)


def _read(path: Path) -> Samples:
    samples, rate_hz = soundfile.read(path, dtype="float32")
    if rate_hz != RATE_HZ:
        raise SystemExit(f"{path} has {rate_hz} Hz, not {RATE_HZ}")
    return np.asarray(samples, np.float32)

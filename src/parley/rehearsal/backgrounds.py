"""Sounds that are no speech, made by rule from a seed: 16 kHz mono float32 in [-1, 1]. Pure.

Each is at its own natural level; `mixed` sets how far speech stands above it.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from parley.rehearsal.recordings import HEARD_RATE_HZ

Samples = npt.NDArray[np.float32]

_LEVEL = 0.05  # RMS of noise and music: an air conditioner near the microphone, a radio in the room
_CHORDS_HZ = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7), (164.8, 207.7, 246.9))
_BEAT_S = 0.5
_KEYSTROKES_PER_S = 7.0  # 80 words a minute
_KEYSTROKE_PEAK = 0.4


class Background(StrEnum):
    """What else a microphone picks up."""

    NOISE = "noise"
    MUSIC = "music"
    KEYBOARD = "keyboard"


def background(kind: Background, seconds: float, seed: int) -> Samples:
    """So many seconds of it; the same for the same seed."""
    makers: dict[Background, Callable[[int, np.random.Generator], npt.NDArray[np.float64]]] = {
        Background.NOISE: _noise,
        Background.MUSIC: _music,
        Background.KEYBOARD: _keyboard,
    }
    made = makers[kind](round(seconds * HEARD_RATE_HZ), np.random.default_rng(seed))
    return np.clip(made, -1, 1).astype(np.float32)


def mixed(speech: Samples, other: Samples, snr_db: float) -> Samples:
    """Speech with another sound of the same length under it.

    Args:
        speech: Its level is that of its loud half, so that pauses do not count.
        other: Its level is that of all of it.
        snr_db: So many decibels lies the speech above the other.
    """
    windows = speech[: len(speech) - len(speech) % 320].reshape(-1, 320)
    power = np.sort((windows.astype(np.float64) ** 2).mean(axis=1))
    wanted = float(power[power > power[-1] / 100].mean()) / 10 ** (snr_db / 10)
    gain = (wanted / float((other.astype(np.float64) ** 2).mean())) ** 0.5
    return np.clip(speech + np.float32(gain) * other, -1, 1).astype(np.float32)


def _noise(samples: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Pink: what fans, traffic and rooms make."""
    spectrum = np.fft.rfft(rng.normal(size=samples))
    shaped = np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), samples)
    return _at_level(shaped)


def _music(samples: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Plucked chords, a bass and a brushed drum in four-four time; nobody sings."""
    made = np.zeros(samples + HEARD_RATE_HZ)
    beat = round(_BEAT_S * HEARD_RATE_HZ)
    for place, first in enumerate(range(0, samples, beat)):
        chord = _CHORDS_HZ[place // 4 % len(_CHORDS_HZ)]
        made[first:] += _note(chord[rng.integers(3)] * rng.choice([1, 2]), len(made) - first, 2.5)
        if place % 2 == 0:
            made[first:] += _note(chord[0] / 2, len(made) - first, 2.0)
        brush = rng.normal(size=beat // 4) * np.exp(-np.linspace(0, 6, beat // 4))
        made[first : first + len(brush)] += 0.2 * brush
    return _at_level(made[:samples])


def _note(pitch_hz: float, samples: int, decay_per_s: float) -> npt.NDArray[np.float64]:
    t = np.arange(min(samples, 2 * HEARD_RATE_HZ)) / HEARD_RATE_HZ
    partials = sum(np.sin(2 * np.pi * pitch_hz * n * t) / n for n in range(1, 6))
    note = np.zeros(samples)
    note[: len(t)] = partials * np.exp(-decay_per_s * t)
    return note


def _keyboard(samples: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Somebody types: bursts of keystrokes, each a click down and a softer one up."""
    made = np.zeros(samples + HEARD_RATE_HZ)
    at = 0
    while at < samples:
        for _ in range(rng.integers(3, 25)):
            for offset_s, share in ((0.0, 1.0), (float(rng.uniform(0.06, 0.1)), 0.5)):
                first = at + round(offset_s * HEARD_RATE_HZ)
                if first < samples:
                    click = _click(rng) * share
                    made[first : first + len(click)] += click
            at += round(rng.exponential(1 / _KEYSTROKES_PER_S) * HEARD_RATE_HZ)
        at += round(rng.uniform(0.3, 2.0) * HEARD_RATE_HZ)
    return made[:samples]


def _click(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    t = np.arange(round(0.015 * HEARD_RATE_HZ)) / HEARD_RATE_HZ
    thud = np.sin(2 * np.pi * rng.uniform(1_200, 3_000) * t) + rng.normal(size=len(t))
    return np.asarray(_KEYSTROKE_PEAK * rng.uniform(0.5, 1) * thud / 3 * np.exp(-t / 0.003))


def _at_level(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(samples * (_LEVEL / np.sqrt((samples**2).mean())))

"""Ours in real time with half a core, and a fifth, for all of Chromium: what is heard, and what is said."""

import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from bench.harness.cpu_limit import CpuLimit, cpu_limit
from bench.harness.noise_browser import PLAYING, Live, Samples, live, through_chromium
from bench.harness.noise_mixes import RATE_HZ, mixes
from bench.harness.rows import Row

PEER = ""
CHROMIUM = Path("/usr/bin/chromium")
SHARES = {"half a core": 0.5, "a fifth of a core": 0.2}
SECONDS = 20
LONGEST_SILENCE_MS = 5.0
_SILENT = 1e-7
_STEP_DOWN = ("rnnoise", "busy")


def run() -> list[Row]:
    """The same noisy reading, which is never silent, twice."""
    (mix,) = (one for one in mixes() if one.name == "fan-5-reader")
    reading = np.resize(mix.noisy[mix.noisy != 0], SECONDS * RATE_HZ)
    return [row for name, share in SHARES.items() for row in _rows(name, _played(reading, share))]


def _played(reading: Samples, share: float) -> Live:
    """The limit begins when the sound does: no device has a fifth of a core to start a browser with."""
    with tempfile.TemporaryDirectory(prefix="parley-noise-") as name, cpu_limit(CHROMIUM) as limit:
        folder = Path(name)
        reading.tofile(folder / "reading.f32")
        watching = threading.Thread(target=_tighten_at, args=(folder / PLAYING, limit, share), daemon=True)
        watching.start()
        through_chromium(folder, "--live", "reading", "--only-live", chromium=limit.stand_in)
        return live(folder)


def _tighten_at(sign: Path, limit: CpuLimit, share: float) -> None:
    while not sign.exists():
        time.sleep(0.05)
    limit.tighten(share)


def _rows(name: str, played: Live) -> list[Row]:
    in_raw_ms = longest_silence_ms(played.raw.samples)
    silence_ms, passed_ms = (
        max(0.0, longest_silence_ms(track.samples) - in_raw_ms) for track in (played.out, played.passed)
    )
    return [
        Row(f"{name}: longest silence that was not in the input", "ms", silence_ms, goal=LONGEST_SILENCE_MS),
        Row(f"{name}: the same through Web Audio without a suppressor", "ms", passed_ms),
        Row(f"{name}: frames that were late", "%", 100 * played.late / max(1, played.frames)),
        Row(f"{name}: times that it stepped down, and said so", "times", played.rungs.count(_STEP_DOWN)),
        Row(
            f"{name}: of the sound, came out",
            "%",
            100 * heard_s(played.out.samples) / heard_s(played.raw.samples),
        ),
    ]


def longest_silence_ms(samples: Samples) -> float:
    """Between the first sound and the last."""
    sounds = np.flatnonzero(np.abs(samples) > _SILENT)
    return float(1000 * max(np.diff(sounds), default=1) - 1000) / RATE_HZ


def heard_s(samples: Samples) -> float:
    """From the first sound to the last, silences left out."""
    return float(np.count_nonzero(np.abs(samples) > _SILENT)) / RATE_HZ

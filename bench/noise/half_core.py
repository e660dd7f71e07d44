"""Ours in real time with half a core, and a fifth, for all of Chromium: what is heard, and what is said.

Ours takes away 24 dB at most here, which the net and RNNoise keep to alike. Without a limit a pause between
words comes out as nothing at all, on any machine, and is no loss. With it everything that went in is still
there, and what falls below has got lost: in ours, or in Web Audio on the way into it, as the same sound shows
without a suppressor.
"""

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
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
STRENGTH_DB = 24
# What stays of the sound as it was and what is cleaned add up, and may lessen each other a bit.
_MARGIN_DB = 6
_WINDOW = RATE_HZ // 1000
_NOTHING = 1e-14
_STEP_DOWN = ("rnnoise", "busy")


def run() -> list[Row]:
    """The same noisy reading, which is never silent, twice."""
    (mix,) = (one for one in mixes() if one.name == "fan-5-reader")
    reading = np.resize(mix.noisy[mix.noisy != 0], SECONDS * RATE_HZ)
    silent_db = float(levels_db(reading).min()) - STRENGTH_DB - _MARGIN_DB
    return [row for name, share in SHARES.items() for row in _rows(name, _played(reading, share), silent_db)]


def _played(reading: Samples, share: float) -> Live:
    """The limit begins when the sound does: no device has a fifth of a core to start a browser with."""
    with (
        tempfile.TemporaryDirectory(prefix="parley-noise-") as name,
        cpu_limit(CHROMIUM) as limit,
        ThreadPoolExecutor(1) as watching,
    ):
        folder = Path(name)
        reading.tofile(folder / "reading.f32")
        is_over = threading.Event()
        tightened = watching.submit(_tighten_at, folder / PLAYING, limit, share, is_over)
        try:
            through_chromium(
                folder,
                *("--live", "reading", "--only-live", "--strength", f"{STRENGTH_DB}"),
                chromium=limit.stand_in,
            )
        finally:
            is_over.set()
        tightened.result()
        if not limit.has_held():
            raise SystemExit(
                "The kernel did not hold Chromium to its share of a core: this measures nothing."
            )
        return live(folder)


def _tighten_at(sign: Path, limit: CpuLimit, share: float, is_over: threading.Event) -> None:
    while not sign.exists():
        if is_over.wait(0.05):
            raise SystemExit("The recording was never played.")
    limit.tighten(share)


def _rows(name: str, played: Live, silent_db: float) -> list[Row]:
    return [
        Row(
            f"{name}: longest silence that ours made of sound",
            "ms",
            longest_loss_ms(played.before, played.after, silent_db),
            goal=LONGEST_SILENCE_MS,
        ),
        *(
            Row(
                f"{name}: longest silence {way}",
                "ms",
                longest_silence_ms(track.samples, silent_db),
                goal=goal,
            )
            for way, track, goal in (
                ("from track to track", played.out, LONGEST_SILENCE_MS),
                ("of Web Audio without a suppressor", played.passed, None),
            )
        ),
        Row(f"{name}: frames that were late", "%", 100 * played.late / max(1, played.frames)),
        Row(f"{name}: times that it stepped down, and said so", "times", played.rungs.count(_STEP_DOWN)),
        Row(
            f"{name}: of the sound that ours got, came out",
            "%",
            100 * kept_share(played.before, played.after, silent_db),
        ),
        Row(
            f"{name}: of the sound, came out of Web Audio without a suppressor",
            "%",
            100 * heard_s(played.passed.samples, silent_db) / heard_s(played.raw.samples, silent_db),
        ),
    ]


def levels_db(samples: Samples) -> Samples:
    """Of each millisecond, relative to full scale."""
    whole = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    return np.asarray(10 * np.log10(np.mean(whole**2, axis=1) + _NOTHING), np.float32)


def longest_silence_ms(samples: Samples, silent_db: float) -> float:
    """Between the first sound and the last."""
    sounds = np.flatnonzero(levels_db(samples) > silent_db)
    return float(max(np.diff(sounds), default=1) - 1)


def longest_loss_ms(before: Samples, after: Samples, silent_db: float) -> float:
    """Of what is there before and not after. Args: before, after: in step."""
    lost = (levels_db(before) > silent_db) & (levels_db(after) <= silent_db)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], lost.astype(int), [0]))))
    return float(max(edges[1::2] - edges[::2], default=0))


def kept_share(before: Samples, after: Samples, silent_db: float) -> float:
    """Of what is there before, by time. Args: before, after: in step."""
    is_sound = levels_db(before) > silent_db
    if not is_sound.any():
        raise SystemExit("Nothing came from the microphone: this measures nothing.")
    return float(np.mean(levels_db(after)[is_sound] > silent_db))


def heard_s(samples: Samples, silent_db: float) -> float:
    """From the first sound to the last, silences left out."""
    return float(np.count_nonzero(levels_db(samples) > silent_db)) / 1000

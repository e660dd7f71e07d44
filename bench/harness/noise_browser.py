"""Recordings through the suppressors in Chromium, by web/scripts/denoise-bench.ts, and what came out."""

import base64
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.harness.noise_mixes import RATE_HZ

WEB = Path(__file__).resolve().parents[2] / "web"

PLAYING = "playing"
"""File that is there from when a recording is played in real time."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Track:
    """What a track gave, 48 kHz mono.

    Attributes:
        from_ms: When its first sample came, on the page's clock: the median over all pieces, without jitter.
    """

    samples: Samples
    from_ms: float


@dataclass(frozen=True)
class Live:
    """One recording in real time, from the raw track to the cleaned one.

    Attributes:
        passed: The raw one through Web Audio without a suppressor.
        before, after: What Web Audio gave to the suppressor, and what that made of it, in step.
        delay_ms: By design, in the audio graph.
        rungs: Every change of the rung at work, with its cause, in order.
        frames: That were given to the net, and how many of them came back late.
    """

    raw: Track
    out: Track
    passed: Track
    before: Samples
    after: Samples
    delay_ms: float
    rungs: list[tuple[str, str | None]]
    frames: int
    late: int


def through_chromium(folder: Path, *arguments: str, chromium: Path | None = None) -> None:
    """Cleans FOLDER/*.f32 as the script's arguments say. Args: chromium: Instead of the system's."""
    script = ["node", "scripts/denoise-bench.ts", str(folder), *arguments]
    environment = os.environ | ({} if chromium is None else {"CHROMIUM_PATH": str(chromium)})
    if subprocess.run(script, cwd=WEB, env=environment, check=False).returncode != 0:
        raise SystemExit("The recordings did not go through Chromium: make setup-test, then see above.")


def costs(folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each frame, by suppressor, of those that were cleaned as fast as can be."""
    found: dict[str, list[float]] = json.loads((folder / "costs.json").read_text())
    return found


def live(folder: Path) -> Live:
    """What came of `--live`."""
    told = json.loads((folder / "live.json").read_text())
    return Live(
        raw=_track(told["raw"]),
        out=_track(told["out"]),
        passed=_track(told["passed"]),
        before=_samples(told["before"]),
        after=_samples(told["after"]),
        delay_ms=told["delayMs"],
        rungs=[(one["rung"], one["cause"]) for one in told["rungs"]],
        frames=told["frames"],
        late=told["late"],
    )


def _track(track: dict[str, Any]) -> Track:
    samples = _samples(track["samples"])
    firsts = [piece["atMs"] - 1000 * piece["samples"] / RATE_HZ for piece in track["arrivals"]]
    return Track(samples, float(np.median(firsts)))


def _samples(packed: str) -> Samples:
    return np.frombuffer(base64.b64decode(packed), np.float32)

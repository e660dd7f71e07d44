"""Background effects without a graphics processor: how fast, how much of the page's time, how good."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import Any

from bench.harness.rows import Row

PEER = "@livekit/track-processors 0.8.1; PARLEY_PEER_SEGMENTER names its model"
WEB = Path(__file__).resolve().parents[1] / "web"

# 26 and 22 frames a second, as the time between two of them.
_INTERVAL_GOAL_MS = {360: 1000 / 26, 720: 1000 / 22}
_BLOCKED_GOAL_PERCENT = 5.0
# Against the peer on the same frames.
_IOU_GAIN = 0.07
_EDGE_SHARE = 0.55


def run() -> list[Row]:
    """Measure in Chromium; `make setup-test` brings it."""
    done = subprocess.run(
        ["node", "scripts/bench-background.ts"],
        cwd=WEB,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        sys.exit("This bench needs the browser tests' setting: make setup-test")
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [*_speed(results), *_quality(results)]


def _speed(results: list[dict[str, Any]]) -> Iterable[Row]:
    for height, goal in _INTERVAL_GOAL_MS.items():
        runs = [result for result in results if result["kind"] == "speed" and result["height"] == height]
        ours, peer = (_of(runs, name, "framesPerSecond") for name in ("ours", "peer"))
        how = next(result["how"] for result in runs if result["pipeline"] == "ours")
        yield Row(
            f"between two frames at {height} lines ({how})",
            "ms",
            1000 / _or_nan(ours),
            _per_second(peer),
            goal,
        )
        blocked_ours, blocked_peer = (_of(runs, name, "blocked") for name in ("ours", "peer"))
        yield Row(
            f"page blocked at {height} lines",
            "%",
            100 * _or_nan(blocked_ours),
            None if blocked_peer is None else 100 * blocked_peer,
            _BLOCKED_GOAL_PERCENT,
        )


def _quality(results: list[dict[str, Any]]) -> Iterable[Row]:
    scenes = dict.fromkeys(result["scene"] for result in results if result["kind"] == "quality")
    for scene in scenes:
        runs = [result for result in results if result.get("scene") == scene]
        iou, peer_iou = (_of(runs, name, "iou") for name in ("ours", "peer"))
        edge, peer_edge = (_of(runs, name, "edge") for name in ("ours", "peer"))
        flicker, peer_flicker = (_of(runs, name, "flicker") for name in ("ours", "peer"))
        how = next(run["how"] for run in runs if run["pipeline"] == "ours")
        miss = None if peer_iou is None else 1 - peer_iou
        yield Row(
            f"{scene}: 1 - IoU ({how})",
            "",
            1 - _or_nan(iou),
            miss,
            None if miss is None else miss - _IOU_GAIN,
        )
        yield Row(
            f"{scene}: error at the edge",
            "1/1000",
            _or_nan(edge),
            peer_edge,
            None if peer_edge is None else _EDGE_SHARE * peer_edge,
        )
        yield Row(f"{scene}: flicker at the edge", "1/1000", _or_nan(flicker), peer_flicker, peer_flicker)


def _of(runs: list[dict[str, Any]], pipeline: str, measure: str) -> float | None:
    values = [float(run[measure]) for run in runs if run["pipeline"] == pipeline]
    return mean(values) if values else None


def _per_second(rate: float | None) -> float | None:
    return None if rate is None else 1000 / max(rate, 0.001)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value

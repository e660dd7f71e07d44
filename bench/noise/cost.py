"""What noise suppression costs in Chromium: time and delay. It wants a machine that does nothing else."""

import tempfile
from pathlib import Path

import numpy as np

from bench.harness.noise_browser import Live, Track, costs, live, through_chromium
from bench.harness.noise_mixes import RATE_HZ, mixes
from bench.harness.noise_scores import delay
from bench.harness.rows import Row

PEER = "RNNoise 0.2."
KINDS = ("fan", "keyboard", "babble", "street")
PLAYED = "fan-5-reader"


def run() -> list[Row]:
    """One voice in each noise as fast as can be, then one of them in real time: half a minute."""
    with tempfile.TemporaryDirectory(prefix="parley-noise-") as name:
        folder = Path(name)
        wanted = {f"{kind}-5-reader" for kind in KINDS}
        for mix in mixes():
            if mix.name in wanted:
                mix.noisy.tofile(folder / f"{mix.name}.f32")
        through_chromium(folder, "--live", PLAYED)
        return [*_cost(costs(folder)), *_live(live(folder))]


def _cost(frames: dict[str, list[float]]) -> list[Row]:
    def percentile(peer: str, share: int) -> float:
        return float(np.percentile(frames[peer], share))

    return [
        Row(
            f"a frame of 10 ms, p{share}", "ms", percentile("ours", share), percentile("rnnoise", share), goal
        )
        for share, goal in ((50, 1.5), (95, 6.0))
    ]


def _live(played: Live) -> list[Row]:
    """In real time: the delay by design, and what is measured from track to track, by correlation."""
    return [
        Row("delay in the audio graph", "ms", played.delay_ms, goal=40.0),
        Row("delay from raw track to cleaned track, Web Audio included", "ms", _later_ms(played.out, played)),
        Row("the same without a suppressor", "ms", _later_ms(played.passed, played)),
        Row("frames that were late", "%", 100 * played.late / max(1, played.frames)),
    ]


def _later_ms(track: Track, played: Live) -> float:
    """By how much a track is behind the raw one."""
    late_ms = 1000 * delay(track.samples, played.raw.samples, longest=RATE_HZ) / RATE_HZ
    return track.from_ms - played.raw.from_ms + late_ms

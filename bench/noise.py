"""Noise suppression: ours, RNNoise, Speex, none and two at once, over the same noisy speech in Chromium."""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.harness.noise_mixes import HOP, RATE_HZ, Mix, mixes
from bench.harness.noise_scores import aligned, delay, listener, si_sdr_db
from bench.harness.rows import Row

PEER = "RNNoise 0.2."
PEERS = ("none", "ours", "rnnoise", "speex", "two")
ROOT = Path(__file__).resolve().parents[1]

Scores = dict[str, dict[str, dict[str, float]]]


def run() -> list[Row]:
    """About five minutes on two idle cores."""
    made = mixes()
    with tempfile.TemporaryDirectory(prefix="parley-noise-") as name:
        folder = Path(name)
        for mix in made:
            mix.noisy.tofile(folder / f"{mix.name}.f32")
        live_name = made[-1].name
        script = ["node", "scripts/denoise-bench.ts", str(folder), "--live", live_name]
        if subprocess.run(script, cwd=ROOT / "web", check=False).returncode != 0:
            sys.exit("The recordings did not go through Chromium: make setup-test, then see above.")
        scores = _scores(made, folder)
        costs = json.loads((folder / "costs.json").read_text())
        live = json.loads((folder / "live.json").read_text())
    _print_table(scores)
    return [*_quality(scores), *_cost(costs), *_live(live)]


def _scores(made: list[Mix], folder: Path) -> Scores:
    """By peer, mix and measure."""
    model = listener()
    found: Scores = {peer: {} for peer in PEERS}
    for mix in made:
        for peer in PEERS:
            out = np.fromfile(folder / f"{mix.name}.{peer}.f32", np.float32)
            processed, clean = aligned(out, mix.clean)
            found[peer][mix.name] = {"SI-SDR": si_sdr_db(processed, clean)}
            if model is not None:
                found[peer][mix.name]["OVRL"] = model.overall(processed)
    return found


def _mean(scores: Scores, peer: str, measure: str, of: str = "") -> float:
    names = [name for name in scores[peer] if of in name and (of != "" or not name.startswith("clean"))]
    return mean(scores[peer][name][measure] for name in names)


def _quality(scores: Scores) -> list[Row]:
    """Means over all mixes, and the shared recording; the listener's model only where it is there."""
    rows = []
    if "OVRL" in next(iter(scores["ours"].values())):
        ours, rnnoise = _mean(scores, "ours", "OVRL"), _mean(scores, "rnnoise", "OVRL")
        lost = {
            peer: _mean(scores, "none", "OVRL", "clean") - _mean(scores, peer, "OVRL", "clean")
            for peer in ("ours", "rnnoise")
        }
        rows += [
            Row("OVRL, mean of all mixes", "MOS", ours, rnnoise),
            Row("OVRL gained over RNNoise", "MOS", ours - rnnoise, goal=0.10, is_at_least=True),
            Row(
                "OVRL gained over none",
                "MOS",
                ours - _mean(scores, "none", "OVRL"),
                goal=0.30,
                is_at_least=True,
            ),
            Row("OVRL that clean speech loses", "MOS", lost["ours"], lost["rnnoise"], goal=0.05),
            Row("OVRL, two at once", "MOS", _mean(scores, "two", "OVRL")),
        ]
    rows.append(
        Row(
            "SI-SDR, mean of all mixes",
            "dB",
            _mean(scores, "ours", "SI-SDR"),
            _mean(scores, "rnnoise", "SI-SDR"),
        )
    )
    if "noisy_snr0" in scores["ours"]:
        for measure, goal in (("OVRL", 3.05), ("SI-SDR", 19.0)):
            found = {peer: scores[peer]["noisy_snr0"].get(measure) for peer in ("ours", "rnnoise")}
            if found["ours"] is not None:
                rows.append(
                    Row(
                        f"{measure} of noisy_snr0.wav",
                        "",
                        found["ours"],
                        found["rnnoise"],
                        goal=goal,
                        is_at_least=True,
                    )
                )
    return rows


def _cost(costs: dict[str, list[float]]) -> list[Row]:
    ours, rnnoise = np.array(costs["ours"]), np.array(costs["rnnoise"])
    return [
        Row("a frame of 10 ms, p50", "ms", float(np.median(ours)), float(np.median(rnnoise)), 1.5),
        Row(
            "a frame of 10 ms, p95",
            "ms",
            float(np.percentile(ours, 95)),
            float(np.percentile(rnnoise, 95)),
            6.0,
        ),
    ]


def _live(live: dict[str, Any]) -> list[Row]:
    """In real time: the delay by design, and what is measured from track to track."""
    return [
        Row("delay in the audio graph", "ms", live["delayMs"], goal=40.0),
        Row("delay from raw track to cleaned track, Web Audio included", "ms", _measured_ms(live)),
        Row("frames that were late", "%", 100 * live["late"] / max(1, live["frames"])),
    ]


def _measured_ms(live: dict[str, Any]) -> float:
    """By correlation, on the clock at which the pieces came."""
    tracks = [_track(live[name]) for name in ("raw", "out")]
    (raw, raw_from_ms), (out, out_from_ms) = tracks
    samples = delay(out, raw, longest=RATE_HZ)
    return out_from_ms - raw_from_ms + 1000 * samples / RATE_HZ


def _track(track: dict[str, Any]) -> tuple[NDArray[np.float32], float]:
    """Samples, and when the first of them came: the median over all pieces, which takes jitter out."""
    samples = np.frombuffer(base64.b64decode(track["samples"]), np.float32)
    firsts = [piece["atMs"] - 1000 * piece["samples"] / RATE_HZ for piece in track["arrivals"]]
    return samples, float(np.median(firsts))


def _print_table(scores: Scores) -> None:
    table = Table(title=f"mean over mixes, frames of {HOP} samples", title_justify="left")
    kinds = ("", "fan", "keyboard", "babble", "street", "-0-", "-5-", "-10-", "clean", "noisy_snr0")
    for heading in ("suppressor", "measure", *("all" if kind == "" else kind.strip("-") for kind in kinds)):
        table.add_column(heading)
    for peer in PEERS:
        for measure in sorted(next(iter(scores[peer].values()))):
            cells = [
                f"{_mean(scores, peer, measure, kind):.2f}"
                if any(kind in name for name in scores[peer])
                else "–"
                for kind in kinds
            ]
            table.add_row(peer, measure, *cells)
    Console(width=160).print(table)

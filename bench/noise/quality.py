"""Noise suppression: ours, RNNoise, Speex, none and two at once, over the same noisy speech in Chromium.

Load does not count: nothing here is in real time.
"""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench.harness.noise_browser import through_chromium
from bench.harness.noise_judged import Judged, Sounds, judged
from bench.harness.noise_mixes import Mix, mixes
from bench.harness.noise_scores import mixed_back
from bench.harness.rows import Row

PEER = "RNNoise 0.2."
PEERS = tuple(os.environ.get("PARLEY_BENCH_PEERS", "none,ours,rnnoise,speex,two").split(","))
"""The first three, and what else is to be beside them."""
LIMITS_DB = (12, 18, 24)
"""What ours would be if it took no more away than that, for the table."""


def run() -> list[Row]:
    """About four minutes on two idle cores."""
    made = mixes()
    with tempfile.TemporaryDirectory(prefix="parley-noise-") as name:
        folder = Path(name)
        for mix in made:
            mix.noisy.tofile(folder / f"{mix.name}.f32")
        through_chromium(folder)
        found = judged(made, partial(_sounds, folder))
    found.print_table()
    return [*_quality(found), *_captions(found)]


def _sounds(folder: Path, mix: Mix) -> Sounds:
    sounds = {peer: np.fromfile(folder / f"{mix.name}.{peer}.f32", np.float32) for peer in PEERS}
    limited = {
        f"ours, {limit_db} dB": mixed_back(sounds["ours"], mix.noisy, limit_db) for limit_db in LIMITS_DB
    }
    return sounds | limited


def _quality(found: Judged) -> list[Row]:
    """Means over all mixes, and the shared recording; the listener's model only where it is there."""

    def row(measure: str, unit: str, of: Callable[[str], float]) -> Row:
        return Row(measure, unit, of("ours"), of("rnnoise"))

    def least(measure: str, unit: str, ours: float, goal: float, peer: float | None = None) -> Row:
        return Row(measure, unit, ours, peer, goal, is_at_least=True)

    rows = []
    if "OVRL" in next(iter(found.scores["ours"].values())):

        def overall(peer: str, kind: str = "") -> float:
            return found.mean(peer, "OVRL", kind)

        ours = overall("ours")
        lost = {peer: overall("none", "clean") - overall(peer, "clean") for peer in ("ours", "rnnoise")}
        rows += [
            row("OVRL, mean of all mixes", "MOS", overall),
            least("OVRL gained over RNNoise", "MOS", ours - overall("rnnoise"), 0.10),
            least("OVRL gained over none", "MOS", ours - overall("none"), 0.30),
            Row("OVRL that clean speech loses", "MOS", lost["ours"], lost["rnnoise"], 0.05),
        ]
        if "two" in PEERS:
            rows.append(Row("OVRL, two at once", "MOS", overall("two")))
    rows.append(row("SI-SDR, mean of all mixes", "dB", lambda peer: found.mean(peer, "SI-SDR")))
    shared = {peer: found.scores[peer].get("noisy_snr0", {}) for peer in ("ours", "rnnoise")}
    for measure, unit, goal in (("OVRL", "MOS", 3.05), ("SI-SDR", "dB", 19.0)):
        if measure in shared["ours"]:
            values = shared["ours"][measure], goal, shared["rnnoise"][measure]
            rows.append(least(f"{measure} of noisy_snr0.wav", unit, *values))
    return rows


def _captions(found: Judged) -> list[Row]:
    """Goal: no more words wrong than without."""
    measure = "word error rate of captions on {} speech"
    return [
        Row(
            measure.format(kind),
            "%",
            found.wer_percent("ours", of),
            found.wer_percent("rnnoise", of),
            found.wer_percent("none", of),
        )
        for kind, of in (("noisy", ""), ("clean", "clean"))
    ]

"""Noise suppression: ours, RNNoise, Speex, none and two at once, over the same noisy speech in Chromium."""

import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.harness.noise_browser import Live, Track, costs, live, through_chromium
from bench.harness.noise_mixes import HOP, RATE_HZ, Mix, mixes
from bench.harness.noise_scores import aligned, delay, listener, si_sdr_db
from bench.harness.noise_words import Captions, Understood, error_rate_percent
from bench.harness.rows import Row

PEER = "RNNoise 0.2."
PEERS = ("none", "ours", "rnnoise", "speex", "two")
KINDS = ("", "fan", "keyboard", "babble", "street", "-0-", "-5-", "-10-", "clean", "noisy_snr0")

Scores = dict[str, dict[str, dict[str, float]]]
"""By suppressor, recording and measure."""

Heard = dict[str, dict[str, Understood]]
"""By suppressor and recording; those alone of which it is known what is said."""


def run() -> list[Row]:
    """About five minutes on two idle cores."""
    made = mixes()
    with tempfile.TemporaryDirectory(prefix="parley-noise-") as name:
        folder = Path(name)
        for mix in made:
            mix.noisy.tofile(folder / f"{mix.name}.f32")
        through_chromium(folder, "--live", made[-1].name)
        scores, heard = _scores(made, folder)
        frames, played = costs(folder), live(folder)
    _print_table(scores, heard)
    return [*_quality(scores), *_captions(heard), *_cost(frames), *_live(played)]


def _scores(made: list[Mix], folder: Path) -> tuple[Scores, Heard]:
    model, captions = listener(), Captions()
    scores: Scores = {peer: {} for peer in PEERS}
    heard: Heard = {peer: {} for peer in PEERS}
    for mix in made:
        for peer in PEERS:
            out = np.fromfile(folder / f"{mix.name}.{peer}.f32", np.float32)
            processed, clean = aligned(out, mix.clean)
            scores[peer][mix.name] = {"SI-SDR": si_sdr_db(processed, clean)}
            if model is not None:
                scores[peer][mix.name]["OVRL"] = model.overall(processed)
            if mix.words:
                heard[peer][mix.name] = captions.understood(processed, mix.words)
    return scores, heard


def _is_of(name: str, kind: str) -> bool:
    """Whether a recording is of a kind; the empty kind is all that are noisy."""
    return kind in name and (kind != "" or not name.startswith("clean"))


def _mean(scores: Scores, peer: str, measure: str, kind: str = "") -> float:
    return mean(found[measure] for name, found in scores[peer].items() if _is_of(name, kind))


def _wer(heard: Heard, peer: str, kind: str = "") -> float:
    return error_rate_percent([one for name, one in heard[peer].items() if _is_of(name, kind)])


def _quality(scores: Scores) -> list[Row]:
    """Means over all mixes, and the shared recording; the listener's model only where it is there."""

    def row(measure: str, unit: str, of: Callable[[str], float]) -> Row:
        return Row(measure, unit, of("ours"), of("rnnoise"))

    def least(measure: str, unit: str, ours: float, goal: float, peer: float | None = None) -> Row:
        return Row(measure, unit, ours, peer, goal, is_at_least=True)

    rows = []
    if "OVRL" in next(iter(scores["ours"].values())):

        def overall(peer: str, kind: str = "") -> float:
            return _mean(scores, peer, "OVRL", kind)

        ours = overall("ours")
        lost = {peer: overall("none", "clean") - overall(peer, "clean") for peer in ("ours", "rnnoise")}
        rows += [
            row("OVRL, mean of all mixes", "MOS", overall),
            least("OVRL gained over RNNoise", "MOS", ours - overall("rnnoise"), 0.10),
            least("OVRL gained over none", "MOS", ours - overall("none"), 0.30),
            Row("OVRL that clean speech loses", "MOS", lost["ours"], lost["rnnoise"], 0.05),
            Row("OVRL, two at once", "MOS", overall("two")),
        ]
    rows.append(row("SI-SDR, mean of all mixes", "dB", lambda peer: _mean(scores, peer, "SI-SDR")))
    shared = {peer: scores[peer].get("noisy_snr0", {}) for peer in ("ours", "rnnoise")}
    for measure, unit, goal in (("OVRL", "MOS", 3.05), ("SI-SDR", "dB", 19.0)):
        if measure in shared["ours"]:
            found = shared["ours"][measure], goal, shared["rnnoise"][measure]
            rows.append(least(f"{measure} of noisy_snr0.wav", unit, *found))
    return rows


def _captions(heard: Heard) -> list[Row]:
    """Goal: no more words wrong than without."""
    measure = "word error rate of captions on {} speech"
    return [
        Row(
            measure.format(kind),
            "%",
            _wer(heard, "ours", of),
            _wer(heard, "rnnoise", of),
            _wer(heard, "none", of),
        )
        for kind, of in (("noisy", ""), ("clean", "clean"))
    ]


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


def _print_table(scores: Scores, heard: Heard) -> None:
    table = Table(title=f"mean over mixes, frames of {HOP} samples", title_justify="left")
    for heading in ("suppressor", "measure", *("all" if kind == "" else kind.strip("-") for kind in KINDS)):
        table.add_column(heading)
    for peer in PEERS:
        for measure in sorted(next(iter(scores[peer].values()))):
            table.add_row(peer, measure, *_cells(scores[peer], partial(_mean, scores, peer, measure)))
        table.add_row(peer, "WER %", *_cells(heard[peer], partial(_wer, heard, peer)))
    Console(width=160).print(table)


def _cells(found: Iterable[str], value: Callable[[str], float]) -> list[str]:
    """One a kind; a dash where there is no such recording."""
    return [f"{value(kind):.2f}" if any(_is_of(name, kind) for name in found) else "–" for kind in KINDS]

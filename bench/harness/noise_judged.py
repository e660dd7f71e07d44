"""Many sounds of many recordings: judged, averaged over kinds of recordings, and as a table."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.harness.noise_mixes import HOP, Mix
from bench.harness.noise_scores import Listener, aligned, listener, si_sdr_db
from bench.harness.noise_words import Captions, Understood, error_rate_percent

KINDS = ("", "fan", "keyboard", "babble", "street", "-0-", "-5-", "-10-", "clean", "noisy_snr0")
_PROCESSES = 2

Sounds = dict[str, NDArray[np.float32]]
"""What came out of one recording, by suppressor; 48 kHz mono."""


@dataclass(frozen=True)
class Judged:
    """What was found.

    Attributes:
        scores: By suppressor, recording and measure.
        heard: By suppressor and recording; those alone of which it is known what is said.
    """

    scores: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    heard: dict[str, dict[str, Understood]] = field(default_factory=dict)

    def mean(self, name: str, measure: str, kind: str = "") -> float:
        """Over all recordings of a kind; the empty kind is all that are noisy."""
        return mean(found[measure] for mix, found in self.scores[name].items() if _is_of(mix, kind))

    def wer_percent(self, name: str, kind: str = "") -> float:
        """Over all words of a kind's recordings."""
        return error_rate_percent([one for mix, one in self.heard[name].items() if _is_of(mix, kind)])

    def print_table(self) -> None:
        """A row a suppressor and measure, a column a kind."""
        table = Table(title=f"mean over mixes, frames of {HOP} samples", title_justify="left")
        for heading in (
            "suppressor",
            "measure",
            *("all" if kind == "" else kind.strip("-") for kind in KINDS),
        ):
            table.add_column(heading)
        for name, found in self.scores.items():
            for measure in sorted(next(iter(found.values()))):
                table.add_row(name, measure, *_cells(found, partial(self.mean, name, measure)))
            table.add_row(name, "WER %", *_cells(self.heard[name], partial(self.wer_percent, name)))
        Console(width=160).print(table)


def judged(made: list[Mix], sounds_of: Callable[[Mix], Sounds]) -> Judged:
    """Args: sounds_of: Runs in another process."""
    found = Judged()
    with ProcessPoolExecutor(_PROCESSES) as pool:
        for mix, sounds in zip(made, pool.map(partial(_of_mix, sounds_of), made), strict=True):
            for name, (measures, understood) in sounds.items():
                found.scores.setdefault(name, {})[mix.name] = measures
                heard = found.heard.setdefault(name, {})
                if understood is not None:
                    heard[mix.name] = understood
    return found


def _of_mix(
    sounds_of: Callable[[Mix], Sounds], mix: Mix
) -> dict[str, tuple[dict[str, float], Understood | None]]:
    model, captions = _judges()
    found = {}
    for name, sound in sounds_of(mix).items():
        processed, clean = aligned(sound, mix.clean)
        measures = {"SI-SDR": si_sdr_db(processed, clean)}
        if model is not None:
            measures["OVRL"] = model.overall(processed)
        found[name] = measures, captions.understood(processed, mix.words) if mix.words else None
    return found


@cache
def _judges() -> tuple[Listener | None, Captions]:
    """Of this process."""
    return listener(), Captions()


def _is_of(mix: str, kind: str) -> bool:
    return kind in mix and (kind != "" or not mix.startswith("clean"))


def _cells(mixes: Iterable[str], value: Callable[[str], float]) -> list[str]:
    """One a kind; a dash where there is no such recording."""
    return [f"{value(kind):.2f}" if any(_is_of(mix, kind) for mix in mixes) else "–" for kind in KINDS]

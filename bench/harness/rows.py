"""A bench's result: rows of {measure, unit, ours, peer, goal}, as a table and as JSON."""

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parents[1] / "results"


@dataclass(frozen=True)
class Row:
    """One measure. Every goal is a bound from above.

    Attributes:
        peer: The same measure for what one would otherwise use; None where there is nothing to compare with.
        goal: None for what is only reported.
    """

    measure: str
    unit: str
    ours: float
    peer: float | None = None
    goal: float | None = None

    @property
    def is_met(self) -> bool:
        """The goal is reached, or there is none."""
        return self.goal is None or self.ours <= self.goal


def write_results(name: str, rows: list[Row]) -> Path:
    """Write bench/results/NAME.json."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    file.write_text(json.dumps([dataclasses.asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    return file


def print_rows(console: Console, name: str, peer: str, rows: list[Row]) -> None:
    """The table, with the date, the command and what the peer is."""
    date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    table = Table(title=f"{name} · {date} · python -m bench {name}", title_justify="left")
    for heading in ("measure", "unit", "ours", "peer", "goal", ""):
        table.add_column(heading, justify="left" if heading in {"measure", "unit", ""} else "right")
    for row in rows:
        goal = "–" if row.goal is None else f"≤ {row.goal:.4g}"
        peer_value = "–" if row.peer is None else f"{row.peer:.4g}"
        verdict = "" if row.goal is None else "met" if row.is_met else "MISSED"
        table.add_row(row.measure, row.unit, f"{row.ours:.4g}", peer_value, goal, verdict)
    console.print(table)
    if any(row.peer is not None for row in rows):
        console.print(f"Peer: {peer}", highlight=False, markup=False)

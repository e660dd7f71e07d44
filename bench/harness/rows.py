"""A bench's result: rows of {measure, unit, ours, peer, offline, goal}, as a table and as JSON."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parents[1] / "results"


@dataclass(frozen=True)
class Row:
    """One measure.

    Attributes:
        peer: The same measure for what one would otherwise use; None where there is nothing to compare with.
        goal: A bound from above, unless `is_at_least`; None for what is only reported.
        offline: The same measure for the engine alone, without a room; None where it has no meaning.
    """

    measure: str
    unit: str
    ours: float
    peer: float | None = None
    goal: float | None = None
    offline: float | None = None
    is_at_least: bool = False

    @property
    def is_met(self) -> bool:
        """The goal is reached, or there is none."""
        if self.goal is None:
            return True
        return self.ours >= self.goal if self.is_at_least else self.ours <= self.goal


@dataclass(frozen=True)
class Result:
    """A bench that was run.

    Attributes:
        load: Of the machine before, the mean of a minute: 0 is idle.
    """

    name: str
    date: str
    load: float
    peer: str
    rows: list[Row]


def write_result(result: Result) -> Path:
    """Write bench/results/NAME.json."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{result.name}.json"
    file.write_text(json.dumps(dataclasses.asdict(result), indent=2) + "\n", encoding="utf-8")
    return file


def read_result(file: Path) -> Result:
    """What `write_result` wrote."""
    written = json.loads(file.read_text(encoding="utf-8"))
    return Result(**{**written, "rows": [Row(**row) for row in written["rows"]]})


def print_result(console: Console, result: Result) -> None:
    """The table, with the date, the command and what the peer is."""
    title = f"{result.name} · {result.date} · load {result.load:.1f} · make bench-{result.name}"
    rows = result.rows
    table = Table(title=title, title_justify="left")
    has_offline = any(row.offline is not None for row in rows)
    numbers = ["ours", "peer", *(["offline"] if has_offline else []), "goal"]
    for heading in ("measure", "unit", *numbers, ""):
        table.add_column(heading, justify="right" if heading in numbers else "left")
    for row in rows:
        offline = [number(row.offline)] if has_offline else []
        verdict = "" if row.goal is None else "met" if row.is_met else "MISSED"
        table.add_row(row.measure, row.unit, number(row.ours), number(row.peer), *offline, goal(row), verdict)
    console.print(table)
    if any(row.peer is not None for row in rows):
        console.print(f"Peer: {result.peer}", highlight=False, markup=False)


def goal(row: Row) -> str:
    """What is to be reached."""
    return "–" if row.goal is None else f"{'≥' if row.is_at_least else '≤'} {row.goal:.4g}"


def number(value: float | None) -> str:
    """Four digits, or a dash for nothing."""
    return "–" if value is None else f"{value:.4g}"

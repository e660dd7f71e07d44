"""The newest results as a table for docs/operations/measurements.md: `… markdown captions [NAME …]`."""

import sys

from bench.harness.rows import RESULTS, goal, number, read_result


def table(groups: list[str]) -> str:
    """Rows of all benches of these names or groups."""
    lines = [
        "| measure | ours | peer | offline | goal | date, load | command |",
        "|---|---|---|---|---|---|---|",
    ]
    for file in sorted(RESULTS.glob("*.json")):
        result = read_result(file)
        if not {result.name, result.name.partition(".")[0]} & set(groups):
            continue
        when, command = f"{result.date[:10]}, {result.load:.1f}", f"`make bench-{result.name}`"
        for row in result.rows:
            missed = "" if row.is_met else " **missed**"
            figures = (
                f"{number(row.ours)} {row.unit}{missed}",
                number(row.peer),
                number(row.offline),
                goal(row),
            )
            lines.append(f"| {row.measure} | {' | '.join(figures)} | {when} | {command} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(sys.argv[1:]))

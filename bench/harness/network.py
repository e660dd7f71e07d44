"""Runs web/scripts/bench-network.ts, which has the lab, the faults and both clients."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.harness.rows import Row

PEER = "livekit-client 2.23.0 as it comes, in an empty page, with the same server, tokens and network"
RUNS = 5
JOINS = 20
_WEB = Path(__file__).resolve().parents[2] / "web"


@dataclass(frozen=True)
class Measured:
    """What the runs of one scenario gave.

    Attributes:
        seconds: Of each run, by client: `ours` and `stock`. A run that failed is infinite.
        wrong: Captions of ours that were lost or came twice, in all runs.
    """

    seconds: dict[str, list[float]]
    wrong: int


def measured(scenario: str, ours: int = RUNS, stock: int = RUNS) -> Measured:
    """Runs it so often by either client, in one world; each run is also shown as it comes."""
    command = ["node", "scripts/bench-network.ts", scenario, str(ours), str(stock)]
    seconds: dict[str, list[float]] = {"ours": [], "stock": []}
    wrong = 0
    with subprocess.Popen(command, cwd=_WEB, stdout=subprocess.PIPE, text=True) as bench:
        assert bench.stdout is not None
        for line in bench.stdout:
            sys.stderr.write(line)
            run = json.loads(line)
            seconds[run["client"]].append(math.inf if run["ms"] is None else run["ms"] / 1000)
            wrong += run.get("wrong", 0)
    if bench.returncode != 0:
        sys.exit(
            "This bench needs root, iproute2, nftables, coturn, haproxy, redis-server and Chromium, and "
            "`make setup-test`."
        )
    return Measured(seconds, wrong)


def gap_rows(scenario: str, what: str, goal_p50: float, goal_max: float | None = None) -> list[Row]:
    """Median and longest gap in sound or picture, whichever of the two people had the longer."""
    seconds = measured(scenario).seconds
    ours, stock = seconds["ours"], seconds["stock"]
    return [
        Row(f"{what}: gap p50", "s", median(ours), median(stock), goal_p50),
        Row(f"{what}: gap max of {len(ours)}", "s", max(ours), max(stock), goal_max),
    ]


def join_rows(scenario: str, what: str, goal_p95: float) -> list[Row]:
    """From the wish to join to the first picture of somebody else."""
    by_client = measured(scenario, JOINS, RUNS).seconds
    ours, stock = sorted(by_client["ours"]), sorted(by_client["stock"])
    came = sum(math.isfinite(seconds) for seconds in ours)
    return [
        Row(f"{what}: joins that succeeded of {JOINS}", "joins", came, None, JOINS, is_at_least=True),
        Row(f"{what}: first picture p50", "s", median(ours), median(stock)),
        Row(f"{what}: first picture p95", "s", ours[math.ceil(0.95 * len(ours)) - 1], stock[-1], goal_p95),
    ]

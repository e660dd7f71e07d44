"""Runs web/scripts/bench-network.ts, which has the lab, the faults and both clients."""

import json
import math
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.harness.rows import Row

PEER = "livekit-client 2.23.0 as it comes, in an empty page, with the same server, tokens and network"
RUNS = 5
JOINS = 20
_WEB = Path(__file__).resolve().parents[2] / "web"
_RUN_TIMEOUT_S = 150


def measured(scenario: str, ours: int = RUNS, stock: int = RUNS) -> dict[str, list[float]]:
    """Seconds of each run, by client: `ours` and `stock`. A run that failed is infinite."""
    command = ["node", "scripts/bench-network.ts", scenario, str(ours), str(stock)]
    within_s = _RUN_TIMEOUT_S * (ours + stock)
    done = subprocess.run(command, cwd=_WEB, check=False, stdout=subprocess.PIPE, text=True, timeout=within_s)
    if done.returncode != 0:
        sys.exit("This bench needs root, iproute2, nftables, coturn and Chromium, and `make setup-test`.")
    seconds: dict[str, list[float]] = {"ours": [], "stock": []}
    for line in done.stdout.splitlines():
        run = json.loads(line)
        seconds[run["client"]].append(math.inf if run["ms"] is None else run["ms"] / 1000)
    return seconds


def gap_rows(scenario: str, what: str, goal_p50: float, goal_max: float | None = None) -> list[Row]:
    """Median and longest gap in sound or picture, whichever of the two people had the longer."""
    runs = measured(scenario)
    ours, stock = runs["ours"], runs["stock"]
    return [
        Row(f"{what}: gap p50", "s", median(ours), median(stock), goal_p50),
        Row(f"{what}: gap max of {len(ours)}", "s", max(ours), max(stock), goal_max),
    ]


def join_rows(scenario: str, what: str, goal_p95: float) -> list[Row]:
    """From the wish to join to the first picture of somebody else."""
    runs = measured(scenario, JOINS, RUNS)
    ours, stock = sorted(runs["ours"]), sorted(runs["stock"])
    came = sum(math.isfinite(seconds) for seconds in ours)
    return [
        Row(f"{what}: joins that succeeded of {JOINS}", "joins", came, None, JOINS, is_at_least=True),
        Row(f"{what}: first picture p50", "s", median(ours), median(stock)),
        Row(f"{what}: first picture p95", "s", ours[math.ceil(0.95 * len(ours)) - 1], stock[-1], goal_p95),
    ]

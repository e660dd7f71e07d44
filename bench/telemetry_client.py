"""What telemetry costs a page, in percent of a core.

Two listeners of one call, with one speaker whom they hear and see; the telemetry of one of them looks seven
times as often, so that what it costs stands out of what a call's CPU varies by itself. A sixth of the
difference is what it costs as it is: looking, making buckets and sending them
(`web/scripts/telemetry-overhead.ts`).
"""

import asyncio
import json
from pathlib import Path
from statistics import mean

from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from parley.stack.stack import Stack

PEER = ""
WINDOWS = 4
WINDOW_S = 20
GOAL_PCT = 1.0
_WEB = Path(__file__).resolve().parents[1] / "web"


def run() -> list[Row]:
    """About three minutes; needs Chromium."""
    windows = on_own_stack(_measured, speech_engine="fake")
    cost = [(one["faster"] - one["usual"]) / (one["factor"] - 1) for one in windows]
    return [
        Row("page in a call", "% of a core", 100 * mean(one["usual"] for one in windows)),
        Row("telemetry", "% of a core", 100 * mean(cost), goal=GOAL_PCT),
        Row("telemetry, the worst window", "% of a core", 100 * max(cost)),
        Row("windows", "windows", len(windows)),
    ]


async def _measured(stack: Stack) -> list[dict[str, float]]:
    process = await asyncio.create_subprocess_exec(
        *("node", "scripts/telemetry-overhead.ts", stack.plan.web_url, str(WINDOWS), str(WINDOW_S)),
        cwd=_WEB,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode != 0:
        raise SystemExit("This bench needs the browser tests' setting: make setup-test")
    return [json.loads(line) for line in output.decode().splitlines() if line.startswith("{")]

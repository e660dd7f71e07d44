"""Rehearsals for benches, quiet on the terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import psutil

from parley.rehearsal.assessment import assess, shortcomings
from parley.rehearsal.cast import Cast
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.offline import OfflineWord, offline_model_dir, offline_words
from parley.rehearsal.own_stack import own_stack
from parley.rehearsal.performance import perform
from parley.rehearsal.report import Report
from parley.stack.stack import Stack

Result = TypeVar("Result")


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal's report, the offline words by speaker name, and what the engine's process cost."""

    report: Report
    offline: dict[str, list[OfflineWord]]
    engine_cpu_s: float


class Quiet:
    """A watcher that says nothing."""

    def say(self, sentence: str) -> None:
        """Nothing."""

    def played(self, seconds: float, of_seconds: float) -> None:
        """Nothing."""


def rehearse(cast: Cast) -> Rehearsed:
    """Rehearse on a stack of its own."""
    return on_own_stack(lambda stack: _rehearse(stack, cast))


def on_own_stack(measure: Callable[[Stack], Awaitable[Result]]) -> Result:
    """Start a stack, measure, stop it."""

    async def run() -> Result:
        async with own_stack() as stack:
            return await measure(stack)

    return asyncio.run(run())


def agent_processes(stack: Stack) -> list[psutil.Process]:
    """The agent worker and all that it started: jobs, spare jobs, the engine's host."""
    worker = psutil.Process(stack.process_of("agent"))
    return [worker, *worker.children(recursive=True)]


async def _rehearse(stack: Stack, cast: Cast) -> Rehearsed:
    (engine,) = [process for process in agent_processes(stack) if _is_engine(process)]
    before_s = cpu_s(engine)
    async with Deployment(stack.plan.backend_url) as deployment:
        seen = await perform(deployment, cast, Quiet())
    engine_cpu_s = cpu_s(engine) - before_s
    if problems := shortcomings(seen):
        raise SystemExit(" ".join(problems))
    heard = {played.part.name: played.part.recording.heard for played in seen.played}
    offline = await offline_words(heard, offline_model_dir(seen.usage.engines, None))
    return Rehearsed(assess(seen, offline), offline, engine_cpu_s)


def cpu_s(process: psutil.Process) -> float:
    """CPU seconds that a process has used so far, by itself."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _is_engine(process: psutil.Process) -> bool:
    return "parley.agent.engines.host" in process.cmdline()

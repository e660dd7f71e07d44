"""Rehearsals for benches, quiet on the terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bench.harness.processes import cpu_s, engine_process
from parley.rehearsal.assessment import assess, shortcomings
from parley.rehearsal.cast import Cast
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.offline import OfflineWord, offline_model_dir, offline_words
from parley.rehearsal.own_stack import own_stack
from parley.rehearsal.performance import perform
from parley.rehearsal.report import Report
from parley.rehearsal.timing import CaptionedSegment
from parley.stack.stack import Stack

Result = TypeVar("Result")


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal's report, and what it leaves out.

    Attributes:
        offline: Words by speaker name.
        captioned: As one listener saw them grow; closed ones.
        engine_cpu_s: Of the engine's process.
    """

    report: Report
    offline: dict[str, list[OfflineWord]]
    captioned: list[CaptionedSegment]
    engine_cpu_s: float


class Quiet:
    """A watcher that says nothing."""

    def say(self, sentence: str) -> None:
        """Nothing."""

    def played(self, seconds: float, of_seconds: float) -> None:
        """Nothing."""


def rehearse(cast: Cast) -> Rehearsed:
    """Rehearse on a stack of its own."""
    return on_own_stack(lambda stack: rehearse_on(stack, cast))


def on_own_stack(measure: Callable[[Stack], Awaitable[Result]], speech_engine: str = "auto") -> Result:
    """Start a stack, measure, stop it; an engine may be named as PARLEY_SPEECH_ENGINE does."""

    async def run() -> Result:
        async with own_stack(speech_engine) as stack:
            return await measure(stack)

    return asyncio.run(run())


async def rehearse_on(stack: Stack, cast: Cast) -> Rehearsed:
    """Rehearse on a stack that runs."""
    engine = engine_process(stack)
    before_s = cpu_s(engine)
    async with Deployment(stack.plan.backend_url) as deployment:
        seen = await perform(deployment, cast, Quiet())
    engine_cpu_s = cpu_s(engine) - before_s
    if problems := shortcomings(seen):
        raise SystemExit(" ".join(problems))
    heard = {played.part.name: played.part.recording.heard for played in seen.played}
    offline = await offline_words(heard, offline_model_dir(seen.usage.engines, None))
    captioned = [live.segment for live in seen.live[0] if live.is_final]
    return Rehearsed(assess(seen, offline), offline, captioned, engine_cpu_s)

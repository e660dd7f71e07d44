"""What a meeting in which nobody speaks costs the agent: all its processes' CPU, less that of no meeting."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psutil

from bench.harness.rehearsing import agent_processes, cpu_s, on_own_stack
from bench.harness.rows import Row
from bench.harness.speech import conversation
from parley.contracts.access import Role
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.performance import AGENT_TIMEOUT_S
from parley.rehearsal.speaker import Speaker
from parley.stack.stack import Stack

PEER = (
    "one process that does as a stock multi-user transcriber: livekit's AudioStream of each microphone in "
    "its default 10 ms frames, a Silero window each 32 ms, no engine."
)
WINDOW_S = 30.0
_SETTLE_S = 8.0  # a spare job process is being made when a job has begun


def run() -> list[Row]:
    """No meeting; two muted; one of them open and silent."""
    none, muted, open_, stock_muted, stock_open = on_own_stack(_measure)
    return [
        Row("two people, both muted", "% of a core", muted - none, stock_muted, 5),
        Row("two people, one open and silent microphone", "% of a core", open_ - none, stock_open, 8),
        Row("a worker without a meeting", "% of a core", none),
    ]


async def _measure(stack: Stack) -> tuple[float, float, float, float, float]:
    recording = conversation().parts[0].recording

    async def ours() -> float:
        return await _cpu_percent(lambda: agent_processes(stack))

    await asyncio.sleep(_SETTLE_S)
    none = await ours()
    async with Deployment(stack.plan.backend_url) as deployment:
        created = await deployment.create_meeting("Bench")
        meeting_id = created.meeting.meeting_id
        people = [Speaker(recording), Speaker(recording)]
        try:
            for place, person in enumerate(people):
                await person.enter(await deployment.join(meeting_id, f"Person {place}", Role.PARTICIPANT))
                await person.heard(AGENT_TIMEOUT_S)
                person.microphone.track.mute()
            muted = await _settled(ours)
            people[0].microphone.track.unmute()
            open_ = await _settled(ours)
            joined = await deployment.join(meeting_id, "Stock", Role.PARTICIPANT)
            stock = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.harness.stock_listener", joined.sfu_url, joined.token
            )
            try:

                async def theirs() -> float:
                    return await _cpu_percent(lambda: [psutil.Process(stock.pid)])

                stock_open = await _settled(theirs)
                people[0].microphone.track.mute()
                stock_muted = await _settled(theirs)
            finally:
                stock.terminate()
                await stock.wait()
        finally:
            await asyncio.gather(*(person.leave() for person in people))
            await deployment.end_meeting(meeting_id, created.host_key)
    return none, muted, open_, stock_muted, stock_open


async def _settled(measure: Callable[[], Awaitable[float]]) -> float:
    await asyncio.sleep(_SETTLE_S)
    return await measure()


async def _cpu_percent(processes: Callable[[], list[psutil.Process]]) -> float:
    """CPU over 30 s, in percent of a core; a process that comes meanwhile counts from its start."""
    before = _cpu_by_process(processes())
    await asyncio.sleep(WINDOW_S)
    after = _cpu_by_process(processes())
    return sum(spent - before.get(process, 0.0) for process, spent in after.items()) / WINDOW_S * 100


def _cpu_by_process(processes: list[psutil.Process]) -> dict[psutil.Process, float]:
    spent: dict[psutil.Process, float] = {}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            spent[process] = cpu_s(process)
    return spent

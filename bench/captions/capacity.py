"""How many meetings with one talker each a core carries, and what a job weighs; the engine costs nothing."""

import asyncio
from statistics import mean
from time import monotonic

from bench.harness.processes import agent_processes, cpu_percent, engine_process, job_processes, pss_mb
from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from bench.harness.stock_meeting import stock_room
from parley.agent.engines.choice import SpeechEngine
from parley.contracts.access import Role
from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.performance import AGENT_TIMEOUT_S
from parley.rehearsal.speaker import Speaker
from parley.stack.stack import Stack

PEER = "LiveKit's multi-user transcriber pattern in one meeting with the same talker; memory with the engine."
MEETINGS = 8
_SETTLE_S, _WINDOW_S = 8.0, 30.0


def run() -> list[Row]:
    """Eight meetings at once, then one in front of the stock transcriber."""
    job, memory, engine, worker, stock_cpu, stock_memory = on_own_stack(_measure, "fake")
    return [
        Row("meetings a core carries", "meetings", 100 / job, 100 / stock_cpu, 12, is_at_least=True),
        Row("a job", "% of a core", job, stock_cpu),
        Row("a job's memory (PSS)", "MB", memory, stock_memory, 80),
        Row("the engine's process", "% of a core", engine),
        Row("the worker and its spare job", "% of a core", worker),
    ]


async def _measure(stack: Stack) -> tuple[float, ...]:
    recording = one_speaker().parts[0].recording
    speakers = [Speaker(recording) for _ in range(MEETINGS)]
    ended = []
    async with Deployment(stack.plan.backend_url) as deployment:
        try:
            for speaker in speakers:
                created = await deployment.create_meeting("Bench")
                ended.append((created.meeting.meeting_id, created.host_key))
                await speaker.enter(await deployment.join(ended[-1][0], "Reader", Role.PARTICIPANT))
                assert await speaker.heard(AGENT_TIMEOUT_S), "the agent hears each"
            for speaker in speakers:
                speaker.microphone.play_at(monotonic())
            await asyncio.sleep(_SETTLE_S)
            jobs, engine = job_processes(stack), engine_process(stack)
            assert len(jobs) == MEETINGS
            rest = [one for one in agent_processes(stack) if one not in {*jobs, engine}]
            costs = await asyncio.gather(
                cpu_percent(lambda: jobs, _WINDOW_S),
                cpu_percent(lambda: [engine], _WINDOW_S),
                cpu_percent(lambda: rest, _WINDOW_S),
            )
            memory_mb = mean(pss_mb(job) for job in jobs)
        finally:
            await asyncio.gather(*(speaker.leave() for speaker in speakers))
            for meeting_id, host_key in ended:
                await deployment.end_meeting(meeting_id, host_key)
    cast = Cast("Bench", "", (Part("Reader", recording, 0.0, None),), listeners=0)
    async with stock_room(stack, cast, SpeechEngine.FAKE) as room:
        room.speakers[0].microphone.play_at(monotonic())
        await asyncio.sleep(_SETTLE_S)
        stock_cpu = await cpu_percent(lambda: [room.transcriber], _WINDOW_S)
        return costs[0] / MEETINGS, memory_mb, costs[1], costs[2], stock_cpu, pss_mb(room.transcriber)

"""What a meeting in which nobody speaks costs the agent: all its processes' CPU, less that of no meeting."""

import asyncio
from collections.abc import Awaitable, Callable

from bench.harness.processes import agent_processes, cpu_percent
from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from bench.harness.speech import conversation
from bench.harness.stock_meeting import stock_room
from parley.agent.engines.choice import SpeechEngine
from parley.contracts.access import Role
from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.performance import AGENT_TIMEOUT_S
from parley.rehearsal.recordings import Recording
from parley.rehearsal.speaker import Speaker
from parley.stack.stack import Stack

PEER = (
    "LiveKit's multi-user transcriber pattern: an AgentSession for each participant, the SDK's audio stream "
    "in its default frames, its voice gate; an engine that costs nothing."
)
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
        return await cpu_percent(lambda: agent_processes(stack))

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
        finally:
            await asyncio.gather(*(person.leave() for person in people))
            await deployment.end_meeting(meeting_id, created.host_key)
    stock_muted, stock_open = await _stock(stack, recording)
    return none, muted, open_, stock_muted, stock_open


async def _stock(stack: Stack, recording: Recording) -> tuple[float, float]:
    """The same two people in front of the stock transcriber; its engine has nothing to do."""
    parts = tuple(Part(name, recording, 0.0, None) for name in ("Person 0", "Person 1"))
    async with stock_room(stack, Cast("Bench", "", parts, listeners=0), SpeechEngine.FAKE) as room:

        async def theirs() -> float:
            return await cpu_percent(lambda: [room.transcriber])

        room.speakers[1].microphone.track.mute()
        open_ = await _settled(theirs)
        room.speakers[0].microphone.track.mute()
        return await _settled(theirs), open_


async def _settled(measure: Callable[[], Awaitable[float]]) -> float:
    await asyncio.sleep(_SETTLE_S)
    return await measure()

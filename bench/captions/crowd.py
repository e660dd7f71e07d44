"""What a meeting costs the agent's job while one person speaks and 24 others are muted, or open and silent.

Each compared with two people of whom the same one speaks. The engine costs nothing (`fake`), so that it is
the listening that is measured.
"""

import asyncio
from collections.abc import Sequence
from time import monotonic

from bench.harness.processes import cpu_percent, job_processes
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

PEER = "LiveKit's multi-user transcriber pattern: an AgentSession for each participant, the same people."
OTHERS = 24
_SETTLE_S, _WINDOW_S = 4.0, 20.0


def run() -> list[Row]:
    """Three meetings each, one after the other."""
    (pair, muted, open_), (stock_pair, stock_muted, stock_open) = on_own_stack(_measure, "fake")
    return [
        Row("two people, one speaks: the job", "% of a core", pair, stock_pair),
        Row(f"{OTHERS} more who are muted: the job", "% of a core", muted, stock_muted),
        Row(f"{OTHERS} more who are open and silent: the job", "% of a core", open_, stock_open),
        Row("muted, against two people", "times", muted / pair, stock_muted / stock_pair, 1.3),
        Row("open and silent, against two people", "times", open_ / pair, stock_open / stock_pair, 4.5),
    ]


async def _measure(stack: Stack) -> tuple[list[float], list[float]]:
    meetings = ((1, True), (OTHERS, True), (OTHERS, False))
    ours = [await _ours(stack, others, are_muted=muted) for others, muted in meetings]
    return ours, [await _stock(stack, others, are_muted=muted) for others, muted in meetings]


async def _ours(stack: Stack, others: int, *, are_muted: bool) -> float:
    cast = _cast(others)
    people = [Speaker(part.recording) for part in cast.parts]
    async with Deployment(stack.plan.backend_url) as deployment:
        created = await deployment.create_meeting("Bench")
        meeting_id = created.meeting.meeting_id
        try:

            async def enter(person: Speaker, name: str) -> None:
                await person.enter(await deployment.join(meeting_id, name, Role.PARTICIPANT))

            await asyncio.gather(
                *(enter(person, part.name) for person, part in zip(people, cast.parts, strict=True))
            )
            heard = await asyncio.gather(*(person.heard(AGENT_TIMEOUT_S) for person in people))
            assert all(heard), "the agent hears everybody"
            await _one_speaks(people, are_muted=are_muted)
            return await cpu_percent(lambda: job_processes(stack), _WINDOW_S)
        finally:
            await asyncio.gather(*(person.leave() for person in people))
            await deployment.end_meeting(meeting_id, created.host_key)


async def _stock(stack: Stack, others: int, *, are_muted: bool) -> float:
    async with stock_room(stack, _cast(others), SpeechEngine.FAKE) as room:
        await _one_speaks(room.speakers, are_muted=are_muted)
        return await cpu_percent(lambda: [room.transcriber], _WINDOW_S)


async def _one_speaks(people: Sequence[Speaker], *, are_muted: bool) -> None:
    if are_muted:
        for person in people[1:]:
            person.microphone.track.mute()
    people[0].microphone.play_at(monotonic())
    await asyncio.sleep(_SETTLE_S)


def _cast(others: int) -> Cast:
    recording = one_speaker().parts[0].recording
    names = ("Reader", *(f"Person {number}" for number in range(others)))
    return Cast("Bench", "", tuple(Part(name, recording, 0.0, None) for name in names), listeners=0)

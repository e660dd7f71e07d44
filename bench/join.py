"""How soon the agent hears the first person of a meeting: a new meeting and a new agent job each time."""

import asyncio

from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from bench.harness.speech import conversation
from parley.contracts.access import Role
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.performance import AGENT_TIMEOUT_S
from parley.rehearsal.speaker import Speaker
from parley.rehearsal.timing import summary
from parley.stack.stack import Stack

PEER = ""
JOINS = 12
_BETWEEN_S = 3.0  # the worker keeps one job process warm and makes the next when that is taken


def run() -> list[Row]:
    """The worker is warm; the room is not there yet."""
    speakers = on_own_stack(_join_often)
    heard = summary([speaker.heard_ms for speaker in speakers if speaker.heard_ms is not None])
    connect = summary([speaker.connect_ms for speaker in speakers])
    if heard.count < JOINS or heard.p50 is None or heard.p95 is None or connect.p50 is None:
        raise SystemExit(f"The agent heard {heard.count} of {JOINS} people.")
    return [
        Row("joins", "joins", JOINS),
        Row("connect p50", "s", connect.p50 / 1000),
        Row("agent_heard p50", "s", heard.p50 / 1000, goal=0.7),
        Row("agent_heard p95", "s", heard.p95 / 1000),
    ]


async def _join_often(stack: Stack) -> list[Speaker]:
    recording = conversation().parts[0].recording
    speakers: list[Speaker] = []
    async with Deployment(stack.plan.backend_url) as deployment:
        for _ in range(JOINS):
            await asyncio.sleep(_BETWEEN_S)
            created = await deployment.create_meeting("Bench")
            speaker = Speaker(recording)
            speakers.append(speaker)
            meeting_id = created.meeting.meeting_id
            try:
                await speaker.enter(await deployment.join(meeting_id, "Reader", Role.PARTICIPANT))
                await speaker.heard(AGENT_TIMEOUT_S)
            finally:
                await speaker.leave()
                await deployment.end_meeting(meeting_id, created.host_key)
    return speakers

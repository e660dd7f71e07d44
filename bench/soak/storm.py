"""People who come and go without end, every second one of them saying something."""

import asyncio
from contextlib import suppress

from livekit import rtc

from bench.soak.attendee import Attendee
from bench.soak.voice import Clip, Voice, short_clips
from parley.contracts.access import Role
from parley.contracts.ids import MeetingId
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.errors import DeploymentProblem

PER_MINUTE = 200
STAYS_S = 1.5


async def storm(deployment: Deployment, meeting_id: MeetingId, people: int) -> int:
    """So many join and leave, 200 a minute; how many of them got in."""
    clips = short_clips()
    async with asyncio.TaskGroup() as tasks:
        visits = []
        for number in range(people):
            visits.append(tasks.create_task(_visit(deployment, meeting_id, number, clips)))
            await asyncio.sleep(60 / PER_MINUTE)
    return sum(visit.result() for visit in visits)


async def _visit(deployment: Deployment, meeting_id: MeetingId, number: int, clips: list[Clip]) -> bool:
    with suppress(DeploymentProblem, rtc.ConnectError, rtc.participant.PublishTrackError):
        voice = Voice(clips) if number % 2 else None
        joined = await deployment.join(meeting_id, f"Guest {number}", Role.PARTICIPANT)
        guest = Attendee(deployment, joined, voice)
        try:
            await guest.enter()
            await asyncio.sleep(STAYS_S)
        finally:
            await guest.leave()
        return True
    return False

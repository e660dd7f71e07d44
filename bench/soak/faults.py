"""What is done to a cluster while people talk. Each fault says what it did and leaves everything running."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.soak.cluster import READY_WITHIN_S, Cluster
from bench.soak.meeting import SoakMeeting
from bench.soak.storm import PER_MINUTE, storm

AWAY_S = 60.0
_STORM_PEOPLE = 40


@dataclass(frozen=True)
class Scene:
    """What faults act on.

    Attributes:
        away_s: How long the backend stays away.
    """

    cluster: Cluster
    meetings: Sequence[SoakMeeting]
    chance: random.Random
    away_s: float = AWAY_S


@dataclass(frozen=True)
class Fault:
    """A kind of fault; `strike` gives a sentence of what it did."""

    name: str
    strike: Callable[[Scene], Awaitable[str]]


async def kill_job(scene: Scene) -> str:
    job = scene.chance.choice(sorted(scene.cluster.job_processes(), key=lambda one: one.pid))
    worker = scene.cluster.worker_of(job)
    job.kill()
    return f"killed a job of {worker.spec.name}"


async def kill_worker(scene: Scene) -> str:
    worker = scene.chance.choice(scene.cluster.workers)
    await worker.kill()
    down_s = scene.chance.uniform(0, 10)
    await asyncio.sleep(down_s)
    await worker.start()
    await worker.ready(READY_WITHIN_S)
    return f"killed {worker.spec.name}, started it again after {down_s:.0f} s"


async def restart_worker(scene: Scene) -> str:
    worker = scene.chance.choice(scene.cluster.workers)
    took_s = await worker.stop()
    await worker.start()
    await worker.ready(READY_WITHIN_S)
    return f"stopped {worker.spec.name}, which took {took_s:.1f} s, and started it again"


async def take_backend_away(scene: Scene) -> str:
    await scene.cluster.backend.kill()
    await asyncio.sleep(scene.away_s)
    await _start_backend(scene)
    return f"killed the backend, started it again after {scene.away_s:.0f} s"


async def kill_job_without_backend(scene: Scene) -> str:
    await scene.cluster.backend.kill()
    await asyncio.sleep(scene.chance.uniform(3, 8))
    killed = await kill_job(scene)
    await asyncio.sleep(scene.chance.uniform(1, 5))
    await _start_backend(scene)
    return f"killed the backend; without it, {killed}; started it again"


async def restart_sfu(scene: Scene) -> str:
    await scene.cluster.sfu.kill()
    await scene.cluster.sfu.start()
    await scene.cluster.sfu.ready(READY_WITHIN_S)
    return "killed livekit-server and started it again"


async def blow(scene: Scene) -> str:
    meeting = scene.chance.choice(scene.meetings)
    came = await storm(meeting.deployment, meeting.meeting_id, _STORM_PEOPLE)
    return f"{came} of {_STORM_PEOPLE} people came and went, {PER_MINUTE} a minute"


async def _start_backend(scene: Scene) -> None:
    await scene.cluster.backend.start()
    await scene.cluster.backend.ready(READY_WITHIN_S)


FAULTS = (
    Fault("job killed", kill_job),
    Fault("worker killed", kill_worker),
    Fault("worker restarted", restart_worker),
    Fault("backend away", take_backend_away),
    Fault("job killed, backend away", kill_job_without_backend),
    Fault("SFU restarted", restart_sfu),
    Fault("joins and leaves", blow),
)

"""How soon captions come again when an agent's job or a whole worker is killed while somebody speaks."""

import asyncio
import random
import statistics
import tempfile
from pathlib import Path

from bench.harness.rows import Row
from bench.soak.cluster import READY_WITHIN_S, Cluster
from bench.soak.meeting import SoakMeeting, soak_meeting

KILLS = 10
PEER = ""
_WITHIN_S = 30.0
_SEED = 4  # of when, within a second, the agent is killed


def run() -> list[Row]:
    """A job and a worker in turn, ten kills in all; two workers, three who talk."""
    return asyncio.run(_measure())


async def _measure() -> list[Row]:
    chance = random.Random(_SEED)
    with tempfile.TemporaryDirectory(prefix="parley-kills-") as folder:
        async with Cluster(Path(folder), workers=2) as cluster, soak_meeting(cluster, speakers=3) as meeting:
            await meeting.finals_more(1, _WITHIN_S)
            again_s = [await _kill(meeting, chance, worker=bool(number % 2)) for number in range(KILLS)]
            outcome = await meeting.reckoned()
    if outcome.problems:
        raise SystemExit(" ".join(outcome.problems))
    return [
        Row("job or worker killed, captions again p50", "s", statistics.median(again_s), goal=4.0),
        Row(f"job or worker killed, captions again max of {KILLS}", "s", max(again_s), goal=5.0),
        Row("of these jobs, p50", "s", statistics.median(again_s[0::2])),
        Row("of these workers, p50", "s", statistics.median(again_s[1::2])),
    ]


async def _kill(meeting: SoakMeeting, chance: random.Random, *, worker: bool) -> float:
    """Seconds until a new segment begins to show."""
    cluster = meeting.cluster
    await meeting.one_live_agent(_WITHIN_S)
    await asyncio.sleep(chance.uniform(2, 3))
    (job,) = cluster.job_processes()
    host = cluster.worker_of(job)
    if worker:
        await asyncio.gather(*(one.ready(READY_WITHIN_S) for one in cluster.workers))
        await host.kill()
    else:
        job.kill()
    again_s = await meeting.captions_again(_WITHIN_S)
    if worker:
        await host.start()
    return again_s

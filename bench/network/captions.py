"""livekit-server killed, and back after two seconds: the captions of people who speak all the time."""

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from bench.harness import network
from bench.harness.rows import Row
from bench.soak.cluster import READY_WITHIN_S, Cluster
from bench.soak.meeting import soak_meeting

PEER = "none"
DOWN_S = 2.0
_WITHIN_S = 60.0


def run() -> list[Row]:
    """Seconds from the kill until captions are shown that were not on their way, and until stored ones are.

    Shown: to a reader without a browser, of whatever is said then. Stored: of two browsers in the lab's
    network, a sentence that began after the kill; whoever is back in the middle of one waits for its end
    as well, up to 7 s of this speech.
    """
    shown_s = asyncio.run(_shown_again())
    measured = network.measured("captions", stock=0)
    stored_s = measured.seconds["ours"]
    return [
        Row("SFU killed, back after 2 s: captions shown again p50", "s", median(shown_s)),
        Row(
            f"SFU killed, back after 2 s: captions shown again, max of {len(shown_s)}",
            "s",
            max(shown_s),
            None,
            10.0,
        ),
        Row("the same, a whole sentence stored, p50", "s", median(stored_s)),
        Row(f"the same, a whole sentence stored, max of {len(stored_s)}", "s", max(stored_s)),
        Row("finished captions lost or doubled", "captions", measured.wrong, None, 0),
    ]


async def _shown_again() -> list[float]:
    shown_s = []
    with tempfile.TemporaryDirectory(prefix="parley-sfu-") as folder:
        async with Cluster(Path(folder), workers=1) as cluster:
            await cluster.workers[0].ready(READY_WITHIN_S)
            for _ in range(network.RUNS):
                async with soak_meeting(cluster, speakers=2) as meeting:
                    await meeting.finals_more(2, _WITHIN_S)
                    await cluster.sfu.kill()
                    again = asyncio.create_task(meeting.captions_again(_WITHIN_S))
                    await asyncio.sleep(DOWN_S)
                    await cluster.sfu.start()
                    shown_s.append(await again)
                    outcome = await meeting.reckoned()
                if outcome.problems:
                    raise SystemExit(" ".join(outcome.problems))
    return shown_s

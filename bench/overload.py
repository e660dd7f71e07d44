"""How late captions are when a worker takes no more meetings: one more every few seconds until then."""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import numpy as np

from bench.harness.rows import Row
from bench.soak.cluster import Cluster
from bench.soak.meeting import SoakMeeting, soak_meeting, until
from parley.contracts.room import AiState

PEER = ""
EVERY_S = 6.0
MOST = 20  # meetings that a worker takes by default, however light they are
WINDOW_S = 20.0  # as the worker looks at it
_WITHIN_S = 30.0


def run() -> list[Row]:
    """One person talks in each meeting; everything runs on this machine, the talkers too."""
    return asyncio.run(_measure())


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="parley-overload-") as folder:
        async with AsyncExitStack() as stack:
            cluster = await stack.enter_async_context(Cluster(Path(folder), workers=1, engine="whisper"))
            meetings: list[SoakMeeting] = []
            while not meetings or (meetings[-1].reader.ai_state is AiState.LIVE and len(meetings) < MOST):
                meetings.append(await stack.enter_async_context(soak_meeting(cluster, waits_s=None)))
                reader = meetings[-1].reader
                await until(lambda: reader.ai_state in {AiState.LIVE, AiState.BUSY}, _WITHIN_S, "a word")  # noqa: B023 - called within the turn
                await asyncio.sleep(EVERY_S if reader.ai_state is AiState.LIVE else 0)
            refused_s = time.time()
            taken = [meeting for meeting in meetings if meeting.reader.ai_state is not AiState.BUSY]
            lags_s = [lag_s for meeting in taken for lag_s in await _lags_s(meeting, refused_s)]
    if len(taken) == len(meetings):
        raise SystemExit(f"The worker took {len(taken)} meetings: this machine is too fast for this bench.")
    return [
        Row("meetings taken, one talker each", "meetings", len(taken)),
        Row("speech end → final, p95 of the last 20 s", "s", float(np.percentile(lags_s, 95)), goal=2.0),
        Row("speech end → final, p50 of the last 20 s", "s", float(np.percentile(lags_s, 50))),
    ]


async def _lags_s(meeting: SoakMeeting, until_s: float) -> list[float]:
    """From the end of an utterance to its final at the reader, of those that ended just before a moment."""
    outcome = await meeting.reckoned()  # waits for the finals: the latest count most
    monotonic_to_wall_s = time.time() - time.monotonic()
    arrived_s = {
        live.segment_id: live.segment.final.arrived_s + monotonic_to_wall_s
        for live in meeting.reader.captions.segments
        if live.is_final
    }
    ends_s = {one.segment_id: outcome.started_s + one.end_ms / 1000 for one in outcome.transcript.segments}
    return [
        arrived_s[segment_id] - end_s
        for segment_id, end_s in ends_s.items()
        if segment_id in arrived_s and until_s - WINDOW_S <= end_s <= until_s
    ]

"""One cluster of two agent workers for the tests of a module, and what all of them ask of an agent's end."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.soak.cluster import Cluster
from bench.soak.meeting import Outcome, SoakMeeting
from bench.soak.voice import NoSpeech, short_clips
from parley.contracts.captions import Gap, GapReason

HEARTBEAT_S = 1.0
CLOCKS_S = 0.3


@asynccontextmanager
async def running_cluster(
    folder: Path, workers: int = 2, variables: dict[str, str] | None = None
) -> AsyncIterator[Cluster]:
    """Real processes; skips where there is no recorded speech."""
    try:
        short_clips()
    except NoSpeech as problem:
        pytest.skip(str(problem))
    async with Cluster(folder, workers=workers, variables=variables) as cluster:
        yield cluster


def gap_of(outcome: Outcome, died_s: float, again_s: float) -> Gap:
    """The gap of an agent that died then and had a successor by then, on the wall clock.

    It begins at the last heartbeat before, and ends when the next agent listened.
    """
    gap = outcome.gap_at(died_s + 0.5)
    assert gap is not None, f"no gap where the agent died: {outcome.transcript.gaps}"
    assert gap.reason is GapReason.AGENT_AWAY
    starts_s, ends_s = (outcome.started_s + ms / 1000 for ms in (gap.start_ms, gap.end_ms))
    assert died_s - HEARTBEAT_S - CLOCKS_S <= starts_s <= died_s + CLOCKS_S
    assert died_s < ends_s <= again_s
    return gap


async def captions_again(meeting: SoakMeeting, within_s: float) -> float:
    """When they came; wall clock."""
    await meeting.captions_again(within_s)
    return time.time()

"""What an agent rests on is missing for a while: a worker, the backend, the SFU, the disk. It comes back."""

import asyncio
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import pytest_asyncio

from bench.soak.cluster import READY_WITHIN_S, Cluster
from bench.soak.meeting import soak_meeting, until
from bench.soak.member import Member
from bench.soak.storm import storm
from parley.contracts.captions import GapReason
from parley.contracts.room import AiState
from tests.e2e.cluster import captions_again, gap_of, running_cluster

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.asyncio(loop_scope="module"),
]

BACKEND_STUCK_S = 6.0  # each call has timed out, which takes 5 s
BACKEND_AWAY_S = 6.0  # each call has been refused and made again; the soak has 60 s
DISK_BYTES = 8_000_000  # the outbox's write-ahead log alone takes 4 MB before SQLite begins it anew
STORM_PEOPLE = 40
JOB_MEMORY_MB = 200  # a job takes 55 to 65

LEAK = f"""
import os, pathlib, threading, time

def leak():
    while not (pathlib.Path(__file__).parent / str(os.getpid())).exists():
        time.sleep(0.2)
    global kept
    kept = b"x" * {2 * JOB_MEMORY_MB * 1_000_000}

os.register_at_fork(after_in_child=lambda: threading.Thread(target=leak, daemon=True).start())
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own that is soon full; skips where none can be mounted."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here: that needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    try:
        with small_disk(tmp_path_factory.mktemp("disk") / "small") as folder:
            yield folder
    except pytest.skip.Exception:
        yield None


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the worker's PYTHONPATH: a job process grows when a file there bears its id."""
    folder = tmp_path_factory.mktemp("leak")
    (folder / "sitecustomize.py").write_text(LEAK)
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(
    tmp_path_factory: pytest.TempPathFactory, disk: Path | None, leak: Path
) -> AsyncIterator[Cluster]:
    """One worker, its outbox on the small disk if there is one; not started."""
    folder = tmp_path_factory.mktemp("cluster")
    variables = {"PARLEY_JOINS_PER_MINUTE": "10000"}
    async with running_cluster(folder, workers=0, variables=variables) as running:
        own = {"PYTHONPATH": str(leak), "PARLEY_AGENT_JOB_MEMORY_MB": str(JOB_MEMORY_MB)}
        running.add_worker(**own, **({"PARLEY_DATA_DIR": str(disk)} if disk else {}))
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def worker(cluster: Cluster) -> Member:
    """The one there is, at work."""
    (one,) = cluster.workers
    if one.process_group is None:
        await one.start()
        await one.ready(READY_WITHIN_S)
    return one


async def test_a_meeting_without_a_worker_gets_its_agent_when_one_starts(cluster: Cluster) -> None:
    (worker,) = cluster.workers
    await worker.stop()
    async with soak_meeting(cluster, waits_s=None) as meeting:
        await until(lambda: meeting.reader.ai_state is AiState.UNAVAILABLE, 10, "the room says so")
        await worker.start()
        await meeting.finals_more(2, READY_WITHIN_S)
        first_s = time.time()
        await meeting.one_live_agent(10)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    assert meeting.states_since(0) == [AiState.UNAVAILABLE, AiState.STARTING, AiState.LIVE]
    (gap,) = outcome.transcript.gaps
    assert gap.start_ms < 2_000, "it begins when people came"
    assert gap.end_ms < (first_s - outcome.started_s) * 1000


@pytest.mark.usefixtures("worker")
async def test_captions_go_on_without_the_backend_and_are_stored_when_it_is_back(cluster: Cluster) -> None:
    async with soak_meeting(cluster) as meeting:
        await meeting.finals_more(1, 30)
        agent = await meeting.one_live_agent(10)
        cluster.backend.hold()
        await asyncio.sleep(BACKEND_STUCK_S)
        await meeting.finals_more(1, 30)
        await cluster.backend.kill()
        await asyncio.sleep(BACKEND_AWAY_S)
        await meeting.finals_more(1, 30)
        await cluster.backend.start()
        await cluster.backend.ready(READY_WITHIN_S)
        assert await meeting.one_live_agent(10) == agent, "the agent that never left is still the one"
        await meeting.finals_more(1, 30)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    assert outcome.transcript.gaps == []


@pytest.mark.usefixtures("worker")
async def test_an_sfu_that_forgets_its_rooms_gets_them_again_with_people_and_agent(cluster: Cluster) -> None:
    async with soak_meeting(cluster, speakers=2) as meeting:
        await meeting.finals_more(2, 30)
        await cluster.sfu.kill()
        await cluster.sfu.start()
        await captions_again(meeting, 60)
        await meeting.one_live_agent(20)
        await meeting.finals_more(3, 30)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    # What is said meanwhile reaches no room, so it is no gap: each client says that it is out.
    assert all(speaker.away for speaker in meeting.speakers)


@pytest.mark.usefixtures("worker")
async def test_a_job_that_outgrows_its_memory_is_replaced(cluster: Cluster, leak: Path) -> None:
    async with soak_meeting(cluster, speakers=2) as meeting:
        await meeting.finals_more(1, 30)
        first = await meeting.one_live_agent(10)
        (job,) = cluster.job_processes()
        (leak / str(job.pid)).touch()
        await until(lambda: job not in cluster.job_processes(), 30, "its worker ends it")
        died_s = time.time()
        again_s = await captions_again(meeting, 20)
        assert await meeting.one_live_agent(10) != first
        await meeting.finals_more(1, 30)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    gap_of(outcome, died_s, again_s)
    assert meeting.states_since(died_s)[:2] == [AiState.RESTARTING, AiState.LIVE]


@pytest.mark.usefixtures("worker")
async def test_a_full_disk_holds_finals_back_says_so_and_loses_none(
    cluster: Cluster, disk: Path | None
) -> None:
    if disk is None:
        pytest.skip("no small file system can be mounted here: that needs root")
    async with soak_meeting(cluster) as meeting:
        await meeting.finals_more(1, 30)
        fill(disk / "ballast")
        await until(lambda: meeting.is_behind, 30, "the room says that captions are behind")
        held_back = len(meeting.finals())
        await captions_again(meeting, 20)
        assert len(meeting.finals()) == held_back, "a final was shown that is not on disk"
        (disk / "ballast").unlink()
        await meeting.finals_more(2, 30)
        await until(lambda: not meeting.is_behind, 30, "captions keep up again")
        await meeting.one_live_agent(10)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    assert outcome.transcript.gaps == []


async def test_a_worker_that_cannot_follow_takes_no_new_meeting_until_it_can(
    cluster: Cluster, worker: Member
) -> None:
    (engine,) = [one for one in worker.process.children() if "parley.agent.engines.host" in one.cmdline()]
    async with soak_meeting(cluster, speakers=3) as first, soak_meeting(cluster, 0, waits_s=None) as second:
        await first.finals_more(3, 30)
        before = worker.times_said("worker_strained")
        engine.send_signal(signal.SIGSTOP)
        try:
            await until(lambda: worker.times_said("worker_strained") > before, 25, "the worker notices")
            third_room = soak_meeting(cluster, waits_s=None)
            async with third_room as third:
                await until(lambda: third.reader.ai_state is AiState.BUSY, 15, "newcomers are told")
                assert first.is_behind
                assert second.reader.ai_state is AiState.LIVE, "meetings in hand go on"
                engine.send_signal(signal.SIGCONT)
                await first.finals_more(3, 30)
                assert (await first.reckoned()).problems == []
                await second.deployment.end_meeting(second.meeting_id, second.host_key)
                await third.finals_more(1, 40)
                outcome = await third.reckoned()
        finally:
            engine.send_signal(signal.SIGCONT)
    assert outcome.problems == []
    (gap,) = outcome.transcript.gaps
    assert gap.reason is GapReason.AGENT_AWAY


@pytest.mark.usefixtures("worker")
async def test_200_joins_and_leaves_a_minute_leave_agent_and_captions_as_they_are(cluster: Cluster) -> None:
    async with soak_meeting(cluster) as meeting:
        await meeting.finals_more(1, 30)
        agent = await meeting.one_live_agent(10)
        assert await storm(meeting.deployment, meeting.meeting_id, STORM_PEOPLE) == STORM_PEOPLE
        assert await meeting.one_live_agent(10) == agent
        await meeting.finals_more(1, 30)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    assert outcome.transcript.gaps == []


def fill(ballast: Path) -> None:
    """Take all the room that there is."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4_096))

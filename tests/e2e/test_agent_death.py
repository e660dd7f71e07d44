"""Agents that die, are stopped or come twice: one is left, nothing final is lost or doubled, words say so."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from bench.soak.cluster import READY_WITHIN_S, Cluster
from bench.soak.meeting import soak_meeting, until
from parley.contracts.ids import LeaseId, ParticipantIdentity
from parley.contracts.notes import NotesState
from parley.contracts.room import AiState
from tests.e2e.cluster import captions_again, gap_of, running_cluster

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.asyncio(loop_scope="module"),
]

DRAIN_S = 120
BACK_WITHIN_S = 20.0  # how soon it is measured by the bench `agent_kills`


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cluster]:
    async with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


async def test_a_killed_job_is_replaced(cluster: Cluster) -> None:
    async with soak_meeting(cluster, speakers=2) as meeting:
        await meeting.finals_more(2, 30)
        first = await meeting.one_live_agent(10)
        await until(lambda: meeting.reader.captions.has_open_segment, 20, "a sentence under way")
        (job,) = cluster.job_processes()
        job.kill()
        died_s = time.time()
        again_s = await captions_again(meeting, BACK_WITHIN_S)
        assert await meeting.one_live_agent(10) != first
        await meeting.finals_more(2, 30)
        outcome = await meeting.reckoned()
        notes = await meeting.deployment.notes(meeting.meeting_id, meeting.host_key)
        usage = await meeting.deployment.usage(meeting.meeting_id, meeting.host_key)
    assert outcome.problems == []
    gap_of(outcome, died_s, again_s)
    assert meeting.states_since(died_s)[:2] == [AiState.RESTARTING, AiState.LIVE]
    assert notes.state in {NotesState.READY, NotesState.EMPTY}, "fake words give little to note"
    assert usage.billed_speech_ms > 0


async def test_a_killed_workers_meeting_goes_to_the_other_and_what_it_had_is_delivered(
    cluster: Cluster,
) -> None:
    async with soak_meeting(cluster, speakers=2) as meeting:
        await meeting.finals_more(2, 30)
        (job,) = cluster.job_processes()
        worker = cluster.worker_of(job)
        await worker.kill()
        died_s = time.time()
        again_s = await captions_again(meeting, BACK_WITHIN_S)
        await meeting.one_live_agent(10)
        (successor,) = cluster.job_processes()
        assert cluster.worker_of(successor) is not worker
        await worker.start()
        await worker.ready(READY_WITHIN_S)
        outcome = await meeting.reckoned()
    assert outcome.problems == []
    gap_of(outcome, died_s, again_s)
    assert meeting.states_since(died_s)[:2] == [AiState.RESTARTING, AiState.LIVE]


async def test_a_rolling_restart_hands_every_meeting_over_and_loses_no_final(cluster: Cluster) -> None:
    async with AsyncExitStack() as meetings:
        both = [await meetings.enter_async_context(soak_meeting(cluster)) for _ in range(2)]
        await asyncio.gather(*(meeting.finals_more(1, 30) for meeting in both))
        for worker in cluster.workers:
            await worker.stop()
            await asyncio.gather(*(meeting.one_live_agent(BACK_WITHIN_S) for meeting in both))
            assert worker not in {cluster.worker_of(job) for job in cluster.job_processes()}
            await asyncio.gather(*(meeting.finals_more(1, 30) for meeting in both))
            await worker.start()
            await worker.ready(READY_WITHIN_S)
        outcomes = await asyncio.gather(*(meeting.reckoned() for meeting in both))
    assert [outcome.problems for outcome in outcomes] == [[], []]


async def test_a_draining_worker_sees_its_meeting_to_the_end_and_takes_no_other(cluster: Cluster) -> None:
    draining = cluster.add_worker(PARLEY_AGENT_DRAIN_S=str(DRAIN_S))
    for worker in cluster.workers[:-1]:
        await worker.stop()
    try:
        await draining.start()
        await draining.ready(READY_WITHIN_S)
        async with soak_meeting(cluster, speakers=2) as first:
            await first.finals_more(1, 30)
            agent = await first.one_live_agent(10)
            stop = asyncio.create_task(draining.stop(DRAIN_S))
            for worker in cluster.workers[:-1]:
                await worker.start()
                await worker.ready(READY_WITHIN_S)
            async with soak_meeting(cluster) as second:
                await second.finals_more(1, 30)
                assert len(jobs := cluster.job_processes()) == 2
                assert {cluster.worker_of(job) is draining for job in jobs} == {True, False}
                await first.finals_more(1, 30)
                assert await first.one_live_agent(10) == agent
                outcomes = [await first.reckoned(), await second.reckoned()]
        assert await stop < DRAIN_S, "it stopped when its meeting had ended"
    finally:
        await draining.stop()
        cluster.workers.remove(draining)
        for worker in cluster.workers:
            if worker.process_group is None:
                await worker.start()
    assert [outcome.problems for outcome in outcomes] == [[], []]
    assert [outcome.transcript.gaps for outcome in outcomes] == [[], []]


async def test_two_dispatches_at_once_leave_one_agent(cluster: Cluster) -> None:
    async with soak_meeting(cluster) as meeting:
        await meeting.finals_more(1, 30)
        agent = await meeting.one_live_agent(10)
        (same,) = await cluster.dispatches_of(meeting.meeting_id)
        assert same.agent_identity == agent
        nobodys = same.model_copy(
            update={
                "lease_id": LeaseId("of-nobody"),
                "agent_identity": ParticipantIdentity("agent-of-nobody"),
            }
        )
        await asyncio.gather(*(cluster.dispatch_again(one) for one in (same, same, nobodys)))
        await until(lambda: len(cluster.job_processes()) > 1, 10, "a second agent came")
        await meeting.finals_more(1, 30)
        await until(lambda: len(cluster.job_processes()) == 1, 20, "all agents but one have left")
        await meeting.one_live_agent(10)
        await meeting.finals_more(2, 30)
        outcome = await meeting.reckoned()
    assert outcome.problems == []

"""A record is on disk before anything follows from it, however long the disk takes."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from parley.agent.outbox.outbox import Outbox
from parley.agent.outbox.recorder import Recorder
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import OutboxRecord
from tests.unit.agent.outbox.test_outbox import record

pytestmark = pytest.mark.unit

LEASE = LeaseId("lease-1")


class FullDisk(Outbox):
    """An outbox whose disk is full for so many appends."""

    def __init__(self, path: Path, failures: float) -> None:
        super().__init__(path)
        self.failures = failures

    def append(self, lease_id: LeaseId, record: OutboxRecord) -> None:
        if self.failures > 0:
            self.failures -= 1
            raise sqlite3.OperationalError("database or disk is full")
        super().append(lease_id, record)


async def no_time(_seconds: float) -> None:
    await asyncio.sleep(0)


async def test_a_full_disk_delays_records_and_keeps_their_order(tmp_path: Path) -> None:
    outbox = FullDisk(tmp_path / "outbox.db", failures=3)
    followed: list[tuple[int, int]] = []

    def follow(number: int) -> None:
        followed.append((number, len(outbox.pending(LEASE, 10))))

    recorder = Recorder(outbox, LEASE, no_time)
    for number in range(3):
        recorder.record(record(number), partial(follow, number))
    running = asyncio.create_task(recorder.run())
    assert await recorder.settled(timeout_s=30) == 0
    running.cancel()
    assert [one.record for one in outbox.pending(LEASE, 10)] == [record(0), record(1), record(2)]
    assert followed == [(0, 1), (1, 2), (2, 3)], "each follows once it is on disk"


async def test_what_a_full_disk_never_takes_is_counted_and_nothing_follows(tmp_path: Path) -> None:
    recorder = Recorder(FullDisk(tmp_path / "outbox.db", failures=float("inf")), LEASE, no_time)
    followed: list[int] = []
    for number in range(2):
        recorder.record(record(number), partial(followed.append, number))
    running = asyncio.create_task(recorder.run())
    assert await recorder.settled(timeout_s=0.01) == 2
    running.cancel()
    assert followed == []


async def test_a_failure_of_what_follows_does_not_stop_the_storing(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    recorder = Recorder(outbox, LEASE, no_time)

    def fail() -> None:
        raise ConnectionError

    recorder.record(record(0), fail)
    recorder.record(record(1))
    running = asyncio.create_task(recorder.run())
    assert await recorder.settled(timeout_s=30) == 0
    running.cancel()
    assert [one.record for one in outbox.pending(LEASE, 10)] == [record(0), record(1)]


async def test_a_recorder_says_that_the_disk_holds_it_up_for_as_long_as_it_does(tmp_path: Path) -> None:
    outbox = FullDisk(tmp_path / "outbox.db", failures=2)
    said: list[bool] = []

    async def look(_seconds: float) -> None:
        said.append(recorder.is_delayed)

    recorder = Recorder(outbox, LEASE, look)
    recorder.record(record(0))
    running = asyncio.create_task(recorder.run())
    assert await recorder.settled(timeout_s=30) == 0
    running.cancel()
    assert said == [True, True]
    assert not recorder.is_delayed

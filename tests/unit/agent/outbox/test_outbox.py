"""The outbox on a real SQLite file, and its sender against a door that can be away."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parley.agent.backend_client import BackendAway, BackendRefused
from parley.agent.outbox.outbox import Outbox
from parley.agent.outbox.sender import BATCH_RECORDS, OutboxSender
from parley.contracts.captions import Segment
from parley.contracts.ids import LeaseId, ParticipantIdentity, SegmentId
from parley.contracts.ingest import IngestAnswer, OutboxRecord, RecordRefusal, SegmentRecord

pytestmark = pytest.mark.unit

LEASE = LeaseId("lease-1")
OTHER_LEASE = LeaseId("lease-2")


def record(number: int) -> SegmentRecord:
    segment = Segment(
        segment_id=SegmentId(f"SG_{number:04}"),
        speaker=ParticipantIdentity("u-maria"),
        language="en",
        start_ms=number,
        end_ms=number + 1,
        text=f"Sentence {number}.",
    )
    return SegmentRecord(type="segment", segment=segment)


class Door:
    """A backend that stores, and fails as told."""

    def __init__(self) -> None:
        self.stored: dict[LeaseId, list[OutboxRecord]] = {}
        self.calls: list[int] = []
        self.failures: list[Exception] = []
        self.bad: dict[str, str] = {}

    async def send_records(self, lease_id: LeaseId, records: list[OutboxRecord]) -> IngestAnswer:
        self.calls.append(len(records))
        if self.failures:
            raise self.failures.pop(0)
        refused = [
            RecordRefusal(index=index, code=self.bad[one.segment.segment_id], detail="")
            for index, one in enumerate(records)
            if isinstance(one, SegmentRecord) and one.segment.segment_id in self.bad
        ]
        places = {one.index for one in refused}
        book = self.stored.setdefault(lease_id, [])
        book += [one for index, one in enumerate(records) if index not in places and one not in book]
        return IngestAnswer(stored=len(records) - len(refused), refused=refused)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "data" / "outbox.db")


async def test_records_of_a_lease_arrive_in_order_in_batches(outbox: Outbox) -> None:
    for number in range(250):
        outbox.append(LEASE, record(number))
    door = Door()
    assert await OutboxSender(outbox, door).send_all()
    assert door.stored[LEASE] == [record(number) for number in range(250)]
    assert door.calls == [BATCH_RECORDS, BATCH_RECORDS, 50]
    assert outbox.leases() == []


async def test_a_backend_that_is_away_costs_nothing(outbox: Outbox) -> None:
    door = Door()
    door.failures = [BackendAway("HTTP 503"), BackendAway("ConnectError")]
    sender = OutboxSender(outbox, door)
    outbox.append(LEASE, record(1))
    assert not await sender.send_all()
    outbox.append(LEASE, record(2))
    assert not await sender.send_all()
    assert await sender.send_all()
    assert door.stored[LEASE] == [record(1), record(2)]


async def test_an_answer_that_was_lost_does_not_double_a_record(outbox: Outbox) -> None:
    class ForgetfulDoor(Door):
        async def send_records(self, lease_id: LeaseId, records: list[OutboxRecord]) -> IngestAnswer:
            answer = await super().send_records(lease_id, records)
            if len(self.calls) == 1:
                raise BackendAway("ReadTimeout")
            return answer

    door = ForgetfulDoor()
    sender = OutboxSender(outbox, door)
    outbox.append(LEASE, record(1))
    assert not await sender.send_all()
    assert await sender.send_all()
    assert door.stored[LEASE] == [record(1)]


async def test_refused_records_are_set_aside_and_the_rest_goes_on(outbox: Outbox) -> None:
    door = Door()
    door.bad = {"SG_0001": "speaker_unknown"}
    for number in range(3):
        outbox.append(LEASE, record(number))
    assert await OutboxSender(outbox, door).send_all()
    assert door.stored[LEASE] == [record(0), record(2)]
    assert outbox.refused_by_code() == {"speaker_unknown": 1}


async def test_records_of_an_unknown_lease_are_set_aside(outbox: Outbox) -> None:
    door = Door()
    door.failures = [BackendRefused(404, "lease_not_found")]
    outbox.append(LEASE, record(1))
    outbox.append(OTHER_LEASE, record(2))
    assert await OutboxSender(outbox, door).send_all()
    assert outbox.refused_by_code() == {"lease_not_found": 1}
    assert LEASE not in door.stored
    assert door.stored[OTHER_LEASE] == [record(2)]


async def test_one_bad_record_does_not_take_its_batch_along(outbox: Outbox) -> None:
    door = Door()
    bad = BackendRefused(422, "invalid_request")
    door.failures = [bad]
    for number in range(2):
        outbox.append(LEASE, record(number))
    assert await OutboxSender(outbox, door).send_all()
    assert door.calls == [2, 1, 1]
    assert door.stored[LEASE] == [record(0), record(1)]


@pytest.mark.parametrize("code", ["not_found", "meeting_not_found"])
async def test_a_404_that_is_not_about_the_lease_sets_nothing_aside(outbox: Outbox, code: str) -> None:
    door = Door()
    door.failures = [BackendRefused(404, code)]
    outbox.append(LEASE, record(1))
    sender = OutboxSender(outbox, door)
    assert not await sender.send_all()
    assert outbox.refused_by_code() == {}
    assert await sender.send_all()
    assert door.stored[LEASE] == [record(1)]


@contextmanager
def broken(path: Path, when: str) -> Iterator[None]:
    """Makes a statement on the outbox's file fail as a full disk does, until the block ends."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"CREATE TRIGGER broken BEFORE {when} BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    try:
        yield
    finally:
        connection.execute("DROP TRIGGER broken")
        connection.close()


async def test_a_failed_settling_leaves_no_transaction_and_the_sender_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    worker, job = Outbox(path), Outbox(path)
    job.append(LEASE, record(1))
    door = Door()
    sender = OutboxSender(worker, door)
    with broken(path, "DELETE ON records"):
        assert not await sender.send_all()
        job.append(LEASE, record(2))
    assert await sender.send_all()
    assert door.stored[LEASE] == [record(1), record(2)]
    assert worker.leases() == []


async def test_a_file_that_cannot_be_read_counts_as_unsent_and_ends_nothing(outbox: Outbox) -> None:
    outbox.append(LEASE, record(1))
    outbox.close()  # SQLite raises from now on, as it does on a damaged file
    assert not await OutboxSender(outbox, Door()).send_all()


async def test_a_record_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    outbox.append(LEASE, record(1))
    other_version = sqlite3.connect(path)
    other_version.execute("INSERT INTO records (lease_id, body) VALUES (?, '{}')", (LEASE,))
    other_version.commit()
    other_version.close()
    door = Door()
    assert await OutboxSender(outbox, door).send_all()
    assert door.stored[LEASE] == [record(1)]
    assert outbox.refused_by_code() == {"record_unreadable": 1}


def test_what_append_returned_for_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    program = f"""
import os, signal
from pathlib import Path
from parley.agent.outbox.outbox import Outbox
from parley.contracts.ingest import SegmentRecord
outbox = Outbox(Path({str(path)!r}))
outbox.append("lease-1", SegmentRecord.model_validate_json({record(7).model_dump_json()!r}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    assert [one.record for one in Outbox(path).pending(LEASE, 10)] == [record(7)]


def test_two_connections_share_one_outbox(tmp_path: Path) -> None:
    job, worker = Outbox(tmp_path / "outbox.db"), Outbox(tmp_path / "outbox.db")
    job.append(LEASE, record(1))
    pending = worker.pending(LEASE, 10)
    job.append(LEASE, record(2))
    worker.settle(LEASE, [one.number for one in pending], {})
    assert [one.record for one in job.pending(LEASE, 10)] == [record(2)]


async def test_whoever_sends_last_waits_for_what_is_under_way(tmp_path: Path) -> None:
    class SlowDoor(Door):
        async def send_records(self, lease_id: LeaseId, records: list[OutboxRecord]) -> IngestAnswer:
            for _ in range(20):
                await asyncio.sleep(0)  # the other sender's turn
            return await super().send_records(lease_id, records)

    outbox, door = Outbox(tmp_path / "outbox.db"), SlowDoor()
    outbox.append(LEASE, record(1))
    sender = OutboxSender(outbox, door)
    assert all(await asyncio.gather(sender.send_all(), sender.send_all()))
    assert door.calls == [1]
    outbox.close()

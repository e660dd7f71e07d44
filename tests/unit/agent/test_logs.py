"""No word that was said gets into the log, whatever fails on its way."""

import asyncio
import io
import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import TypeAdapter, ValidationError

from parley.agent import main
from parley.agent import pipeline as pipeline_module
from parley.agent.captions.assembler import Caption
from parley.agent.logs import configure_logs
from parley.agent.outbox.outbox import Outbox
from parley.agent.reporter import Reporter
from parley.contracts.ids import LeaseId, MeetingId
from parley.contracts.ingest import (
    LeaseAnswer,
    LeaseHeartbeat,
    NotesRequest,
    NotesResult,
    NotesSource,
    OutboxRecord,
    WorkerAnswer,
    WorkerReport,
)
from tests.unit.agent.listening.test_segmenter import LevelActivity
from tests.unit.agent.meeting_peers import KnownWords, OpenDoor, PeerRoom, meeting_pipeline, say

pytestmark = pytest.mark.unit

CANARY = "canarywing"


@pytest.fixture(autouse=True)
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process writes, with its logs as in production."""
    monkeypatch.setattr("parley.agent.listening.ears.SileroVoiceActivity", LevelActivity)
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    before, level, complains = root.handlers, root.level, logging.raiseExceptions
    configure_logs()
    # Cached loggers would outlive the test.
    structlog.configure(cache_logger_on_first_use=False)
    yield written
    root.handlers = before
    root.setLevel(level)
    logging.raiseExceptions = complains
    structlog.reset_defaults()


def quoting() -> ValidationError:
    """A refusal that quotes what it refuses, as pydantic's do."""
    try:
        TypeAdapter(int).validate_python(f"I said {CANARY}.")
    except ValidationError as problem:
        return problem
    raise AssertionError


def events(logged: io.StringIO) -> dict[str, dict[str, object]]:
    text = logged.getvalue()
    assert CANARY not in text
    lines = [json.loads(line) for line in text.splitlines()]
    return {line["event"]: line for line in lines}


async def test_a_meeting_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    class Full(Outbox):
        def append(self, lease_id: LeaseId, record: OutboxRecord) -> None:
            raise sqlite3.OperationalError(record.model_dump_json())

    monkeypatch.setattr(pipeline_module, "STORE_TIMEOUT_S", 0.001)
    await hold(Full(tmp_path / "outbox.db"), PeerRoom())
    told = events(logged)
    assert told["record_delayed"]["exc_type"] == "OperationalError"
    assert told["records_lost"]["count"] == 3


async def test_a_meeting_whose_room_takes_no_caption(tmp_path: Path, logged: io.StringIO) -> None:
    class Room(PeerRoom):
        def publish(self, caption: Caption) -> None:
            raise RuntimeError(caption.text)

    await hold(Outbox(tmp_path / "outbox.db"), Room())
    assert events(logged)["record_not_followed"]["exc_type"] == "RuntimeError"


async def hold(outbox: Outbox, room: PeerRoom) -> None:
    door = OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords(f"I said {CANARY}."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()


async def test_a_caption_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    def refuse(_caption: Caption) -> None:
        raise quoting()

    monkeypatch.setattr(Caption, "segment", refuse)
    await hold(Outbox(tmp_path / "outbox.db"), PeerRoom())
    assert events(logged)["utterance_failed"]["exc_type"] == "ValidationError"


async def test_a_task_of_a_meeting_or_the_worker(tmp_path: Path, logged: io.StringIO) -> None:
    class BrokenDoor(OpenDoor):
        async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
            self.answered.set()
            raise quoting()

    async def fail() -> None:
        raise quoting()

    door = BrokenDoor()
    pipeline = meeting_pipeline(door, KnownWords(CANARY), Outbox(tmp_path / "outbox.db"))
    await pipeline.start(PeerRoom(), on_left=lambda: None)
    await asyncio.wait({main._owned(fail())})
    await door.answered.wait()
    await pipeline.finish()
    told = events(logged)
    assert told["meeting_task_failed"]["exc_type"] == "ValidationError"
    assert told["worker_task_failed"]["exc_type"] == "ValidationError"


async def test_notes_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, logged: io.StringIO) -> None:
    class Door:
        async def report(self, worker_id: str, report: WorkerReport) -> WorkerAnswer:
            return WorkerAnswer(notes_requests=[NotesRequest(request_id="r", meeting_id=MeetingId("m-1"))])

        async def notes_source(self, request_id: str) -> NotesSource:
            return NotesSource(meeting_id=MeetingId("m-1"), participants=[], segments=[])

        async def send_notes(self, result: NotesResult) -> None: ...

    failed = asyncio.Event()

    def make(_source: NotesSource) -> None:
        loop.call_soon_threadsafe(failed.set)
        raise quoting()

    loop = asyncio.get_running_loop()
    monkeypatch.setattr("parley.agent.reporter.make_notes", make)
    report = WorkerReport(active_jobs=0, max_jobs=1, engines=[])
    reporter = Reporter(Door(), lambda: "w-1", lambda: report, asyncio.Event())
    running = asyncio.create_task(reporter.run())
    await failed.wait()
    await asyncio.gather(*reporter._making.values())
    running.cancel()
    assert events(logged)["notes_failed"]["exc_type"] == "ValidationError"


async def test_what_asyncio_and_livekit_tell_of_a_failure(logged: io.StringIO) -> None:
    async def fail() -> None:
        raise quoting()

    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    context = {"message": "Task exception was never retrieved", "exception": task.exception(), "future": task}
    asyncio.get_running_loop().call_exception_handler(context)
    try:
        raise quoting()
    except ValidationError as problem:
        logging.getLogger("livekit.agents").exception("the job failed")
        text = logging.Formatter().formatException((type(problem), problem, problem.__traceback__))
    logging.getLogger("livekit.agents").error("a job's record came\n%s", text)
    structlog.get_logger("parley.x").error("own_failed", exc_info=quoting())
    told = events(logged)
    assert told["Task exception was never retrieved"]["exc_type"] == "ValidationError"
    assert told["the job failed"]["exc_type"] == "ValidationError"
    assert "test_logs.py:" in str(told["a job's record came"]["exc_at"])
    assert told["own_failed"]["exc_type"] == "ValidationError"

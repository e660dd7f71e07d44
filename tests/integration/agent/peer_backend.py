"""The backend as the agent's peer: the ingest routes over the contract's models, on loopback, in memory."""

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from parley.contracts.ids import SegmentId
from parley.contracts.ingest import (
    Backlog,
    GapRecord,
    IngestAnswer,
    IngestBatch,
    JobFinishedRecord,
    LeaseAnswer,
    LeaseCommand,
    LeaseHeartbeat,
    NotesRequest,
    NotesResult,
    NotesSource,
    SegmentRecord,
    TranslationRecord,
    UsageRecord,
    WorkerAnswer,
    WorkerReport,
)
from parley.contracts.meetings import SpeechUsage

SERVICE_TOKEN = "st_for_the_agents_of_this_test"


@dataclass
class LeaseBook:
    """What the peer has heard of one lease."""

    heartbeats: list[LeaseHeartbeat] = field(default_factory=list)
    segments: dict[SegmentId, SegmentRecord] = field(default_factory=dict)
    translations: list[TranslationRecord] = field(default_factory=list)
    gaps: list[GapRecord] = field(default_factory=list)
    usage: dict[tuple[str, str], SpeechUsage] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    finished: list[JobFinishedRecord] = field(default_factory=list)
    command: LeaseCommand = LeaseCommand.CONTINUE


class PeerBackend:
    """Runs in a thread of its own; attributes are read and set from the test's."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.leases: dict[str, LeaseBook] = defaultdict(LeaseBook)
        self.unknown_leases: set[str] = set()
        self.reports: list[tuple[str, WorkerReport]] = []
        self.is_away = False
        self.notes_requests: list[NotesRequest] = []
        self.notes_sources: dict[str, NotesSource] = {}
        self.notes_results: list[NotesResult] = []
        self._started_s = time.monotonic()
        config = uvicorn.Config(self._app(), host="127.0.0.1", port=port, log_level="error", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)

    def meeting_now_ms(self) -> int:
        return round((time.monotonic() - self._started_s) * 1000)

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.middleware("http")
        async def door(request: Request, proceed):  # type: ignore[no-untyped-def]
            if self.is_away:
                return JSONResponse({}, status_code=503)
            if request.headers.get("authorization") != f"Bearer {SERVICE_TOKEN}":
                return JSONResponse({}, status_code=401)
            return await proceed(request)

        @app.post("/api/ingest/leases/{lease_id}/heartbeat")
        async def heartbeat(lease_id: str, body: LeaseHeartbeat) -> LeaseAnswer:
            book = self.leases[lease_id]
            book.heartbeats.append(body)
            return LeaseAnswer(command=book.command, meeting_now_ms=self.meeting_now_ms())

        @app.get("/api/ingest/leases/{lease_id}/backlog")
        async def backlog(lease_id: str) -> Backlog:
            return Backlog(segments=[], translated=[])

        @app.post("/api/ingest/leases/{lease_id}/records", response_model=IngestAnswer)
        async def records(lease_id: str, body: IngestBatch) -> IngestAnswer | JSONResponse:
            if lease_id in self.unknown_leases:
                problem = {"code": "lease_not_found", "detail": "No such lease.", "request_id": "r"}
                return JSONResponse(problem, status_code=404)
            book = self.leases[lease_id]
            for record in body.records:
                if isinstance(record, SegmentRecord):
                    book.segments.setdefault(record.segment.segment_id, record)
                    book.order.append(record.segment.segment_id)
                elif isinstance(record, TranslationRecord):
                    book.translations.append(record)
                elif isinstance(record, GapRecord):
                    book.gaps.append(record)
                elif isinstance(record, UsageRecord):
                    usage = record.usage
                    book.usage[(usage.speaker, usage.engine.name)] = usage
                elif isinstance(record, JobFinishedRecord):
                    book.finished.append(record)
            return IngestAnswer(stored=len(body.records), refused=[])

        @app.post("/api/ingest/workers/{worker_id}/report")
        async def report(worker_id: str, body: WorkerReport) -> WorkerAnswer:
            self.reports.append((worker_id, body))
            requests, self.notes_requests = self.notes_requests, []
            return WorkerAnswer(notes_requests=requests)

        @app.get("/api/ingest/notes/{request_id}/source")
        async def source(request_id: str) -> NotesSource:
            return self.notes_sources[request_id]

        @app.post("/api/ingest/notes/{request_id}/result")
        async def result(request_id: str, body: NotesResult) -> Response:
            self.notes_results.append(body)
            return Response(status_code=204)

        return app

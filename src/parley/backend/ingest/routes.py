"""The agents' only door. Every call bears the service token; every call may be made again."""

from typing import Annotated

from fastapi import APIRouter, Path

from parley.backend.bearer import AGENTS_ONLY
from parley.backend.errors import InvalidRequest
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.ingest import (
    Backlog,
    IngestAnswer,
    IngestBatch,
    LeaseAnswer,
    LeaseHeartbeat,
    NotesResult,
    NotesSource,
    WorkerAnswer,
    WorkerReport,
)
from parley.contracts.problems import ProblemCode

router = APIRouter(prefix="/api/ingest", tags=["ingest"], dependencies=[AGENTS_ONLY])


@router.post("/leases/{lease_id}/heartbeat", responses=declared(401, 404, 413))
async def take_heartbeat(lease_id: str, heartbeat: LeaseHeartbeat, services: ServicesDep) -> LeaseAnswer:
    return await services.leases.take_heartbeat(lease_id, heartbeat)


@router.get("/leases/{lease_id}/backlog", responses=declared(401, 404))
async def get_backlog(lease_id: str, services: ServicesDep) -> Backlog:
    return await services.ingest.backlog(lease_id)


@router.post("/leases/{lease_id}/records", responses=declared(401, 404, 413))
async def take_records(lease_id: str, batch: IngestBatch, services: ServicesDep) -> IngestAnswer:
    return await services.ingest.take(lease_id, batch)


@router.post("/workers/{worker_id}/report", responses=declared(401, 413))
async def take_report(
    worker_id: Annotated[str, Path(max_length=128)], report: WorkerReport, services: ServicesDep
) -> WorkerAnswer:
    if services.workers.take(worker_id, report):
        services.poked.set()
    return WorkerAnswer(notes_requests=await services.notes.hand_out(worker_id))


@router.get("/notes/{request_id}/source", responses=declared(401, 404))
async def get_notes_source(request_id: str, services: ServicesDep) -> NotesSource:
    return await services.notes.source(request_id)


@router.post("/notes/{request_id}/result", status_code=204, responses=declared(400, 401, 404, 413))
async def take_notes(request_id: str, result: NotesResult, services: ServicesDep) -> None:
    if result.request_id != request_id:
        raise InvalidRequest(
            ProblemCode.INVALID_REQUEST, "The result names another request than the address."
        )
    await services.notes.take_result(request_id, result)

"""Probes."""

import structlog
from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError

from parley.backend.health.schemas import AiReadiness, Check, CheckName, Liveness, Readiness, ReadyStatus
from parley.backend.services import Services, ServicesDep
from parley.backend.sfu.port import SfuDown

router = APIRouter(tags=["health"])

_log = structlog.get_logger()


@router.get("/healthz")
async def get_liveness() -> Liveness:
    return Liveness(is_alive=True)


@router.get("/readyz", responses={503: {"model": Readiness, "description": "People cannot meet."}})
async def get_readiness(services: ServicesDep, response: Response) -> Readiness:
    database, sfu, workers = await _database(services), await _sfu(services), _workers(services)
    reconciler = _reconciler(services)
    is_ready = database.is_ok and sfu.is_ok and reconciler.is_ok
    response.status_code = 200 if is_ready else 503
    return Readiness(
        is_ready=is_ready,
        status=ReadyStatus.READY if is_ready else ReadyStatus.UNREADY,
        ai=AiReadiness.AVAILABLE if services.workers.has_speech else AiReadiness.UNAVAILABLE,
        checks=[database, sfu, reconciler, workers],
        workers=len(services.workers.fresh_reports()),
        engines=services.workers.engines(),
    )


async def _database(services: Services) -> Check:
    try:
        await services.database.check()
    except SQLAlchemyError as error:
        _log.error("database_check_failed", exc_type=type(error).__name__)
        return Check(
            name=CheckName.DATABASE,
            is_ok=False,
            problem="The database does not answer; look at its file and disk.",
        )
    return Check(name=CheckName.DATABASE, is_ok=True, problem=None)


async def _sfu(services: Services) -> Check:
    try:
        await services.sfu.check()
    except SfuDown:
        return Check(
            name=CheckName.SFU,
            is_ok=False,
            problem="LiveKit does not answer or refuses our key; see PARLEY_SFU_URL and PARLEY_SFU_API_KEY.",
        )
    return Check(name=CheckName.SFU, is_ok=True, problem=None)


def _reconciler(services: Services) -> Check:
    problem = None
    if services.reconciler.is_stuck:
        problem = (
            "Meetings are not looked after; see `reconciliation_failed` in the log, restart the backend."
        )
    return Check(name=CheckName.RECONCILER, is_ok=problem is None, problem=problem)


def _workers(services: Services) -> Check:
    problem = None
    if not services.workers.fresh_reports():
        problem = "No agent worker has reported in the last 3 s; start one with `parley agent`."
    elif not services.workers.has_speech:
        problem = "No agent worker has a speech engine that is ready; the engines below say why."
    return Check(name=CheckName.AGENT_WORKERS, is_ok=problem is None, problem=problem)

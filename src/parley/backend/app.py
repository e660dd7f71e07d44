"""Puts the backend together: services, routes, error answers, headers."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from parley.backend.access.routes import router as access
from parley.backend.agents.routes import router as agents
from parley.backend.background import running
from parley.backend.body_limit import BodyLimit
from parley.backend.captions.routes import router as captions
from parley.backend.checks.routes import router as checks
from parley.backend.clock import Clock, SystemClock
from parley.backend.diagnosis.routes import router as diagnosis
from parley.backend.health.routes import router as health
from parley.backend.ingest.routes import router as ingest
from parley.backend.meetings.routes import router as meetings
from parley.backend.metrics import Metrics
from parley.backend.notes.routes import router as notes
from parley.backend.problems import add_problem_handlers, internal_problem
from parley.backend.request_log import AnsweredRequest, RequestLog
from parley.backend.services import open_services
from parley.backend.settings import Settings
from parley.backend.sfu.port import Sfu
from parley.backend.sfu.routes import router as sfu_webhooks
from parley.backend.telemetry.refusals import CountRefusals
from parley.backend.telemetry.routes import router as telemetry
from parley.backend.web import SecurityHeaders
from parley.backend.web import router as web
from parley.instruments.exposition import exposed
from parley.instruments.tracing import Tracing

# The client's catch-all comes last.
_ROUTERS = (
    meetings,
    access,
    captions,
    notes,
    telemetry,
    diagnosis,
    checks,
    agents,
    ingest,
    sfu_webhooks,
    health,
    web,
)


COMPRESSED_FROM_BYTES = 1024  # below it gzip saves less than a packet


def create_app(
    settings: Settings, *, clock: Clock | None = None, sfu: Sfu | None = None, is_reconciling: bool = True
) -> FastAPI:
    """The application. Tests hand in a clock and an SFU of their own, and may reconcile themselves."""
    metrics = Metrics()
    tracing = Tracing("parley-backend", settings.otlp_endpoint)

    def answered(request: AnsweredRequest) -> None:
        metrics.request_answered(request)
        tracing.span(
            f"{request.method} {request.route}",
            request.start_s,
            request.end_s,
            status=request.status,
            request_id=request.request_id,
        )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as instruments:
            instruments.callback(tracing.close)
            instruments.enter_context(
                exposed(metrics.registry, settings.metrics_host, settings.backend_metrics_port)
            )
            async with serving(app):
                yield

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        async with open_services(settings, clock or SystemClock(), metrics, sfu) as services:
            app.state.services = services
            if not is_reconciling:
                yield
                return
            async with (
                running(services.reconciler.run(), name="reconciler"),
                running(services.checks.run(), name="checks"),
                running(services.telemetry_retention.run(), name="telemetry retention"),
                running(services.sfu_watch.run(), name="sfu watch"),
            ):
                yield

    app = FastAPI(
        title="Parley", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    add_routes(app)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(CountRefusals, refusals=lambda: app.state.services.telemetry_refusals)
    app.add_middleware(RequestLog, on_crash=internal_problem, on_answered=answered)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM_BYTES)
    app.add_middleware(SecurityHeaders, sfu_url=settings.sfu_public_url)
    return app


def add_routes(app: FastAPI) -> None:
    for router in _ROUTERS:
        app.include_router(router)

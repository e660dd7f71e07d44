"""Entry point of `parley agent`: runs the worker and what its jobs share, until SIGTERM or SIGINT."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import sys
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import structlog

from parley.agent.backend_client import BackendClient
from parley.agent.engines.deepgram.health import DeepgramHealth
from parley.agent.engines.host_keeper import HostKeeper, HostPlan
from parley.agent.engines.translation.choice import resident_of
from parley.agent.engines.translation.shared.server import SharedTranslators
from parley.agent.engines.translation.watch import TranslationWatch
from parley.agent.lag_reports import LagBoard
from parley.agent.logs import configure_logs
from parley.agent.outbox.outbox import Outbox
from parley.agent.outbox.sender import OutboxSender
from parley.agent.reporter import Reporter
from parley.agent.settings import Settings
from parley.agent.sockets import WorkerSockets
from parley.agent.stop_shares import StopShares
from parley.agent.telemetry.load_file import write_load
from parley.agent.telemetry.metrics import WorkerMetrics
from parley.agent.worker_folder import worker_folder
from parley.contracts.ingest import WorkerReport
from parley.instruments.exposition import exposed

if TYPE_CHECKING:
    from parley.agent.worker import Worker

log = structlog.get_logger()

# Read by LiveKit Agents and the native libraries in the process that job processes are forked from: without
# the first it keeps 244 MB of an end-of-turn model that nobody uses; the second keeps numpy single-threaded.
FORKSERVER_ENVIRONMENT = {"LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE": "0", "OPENBLAS_NUM_THREADS": "1"}

# What LiveKit Agents would preload itself; the last freezes what the others have loaded.
_FORKSERVER_MODULES = [
    "parley.agent.worker",
    "httpcore",  # httpx imports it, and its way to asyncio, only when the first request is made
    "anyio._backends._asyncio",
    "livekit.agents.ipc._preload",
    "livekit.agents.ipc._preload_freeze",
]

# What the SDK's native side asks for a proxy on the way to ws:// and wss://; it does not ask NO_PROXY.
_PROXY_VARIABLES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy")

_OUTBOX_UNUSABLE = (
    "The outbox {path} cannot be opened ({problem}). Make room on its disk and let this user write there; "
    "a damaged file can be moved aside, and what it held is lost."
)


def run(settings: Settings) -> int:
    """Runs the agent's worker until it is told to stop; leaves no process behind.

    Returns:
        Exit status: 2 if the outbox cannot be used.
    """
    try:
        outbox = Outbox(settings.outbox_path)
    except (sqlite3.Error, OSError) as problem:
        sys.stderr.write(f"parley: {_OUTBOX_UNUSABLE.format(path=settings.outbox_path, problem=problem)}\n")
        return 2
    os.environ.update(FORKSERVER_ENVIRONMENT)
    if settings.is_sfu_on_loopback:
        for name in _PROXY_VARIABLES:
            os.environ.pop(name, None)
    configure_logs()
    _start_forkserver()
    try:
        asyncio.run(_serve(settings, outbox))
    finally:
        _kill_children()
        outbox.close()
    return 0


def _start_forkserver() -> None:
    """Starts the process that jobs are forked from, so that it imports (2.5 s) while this one does too."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(_FORKSERVER_MODULES)
    forkserver.ensure_running()


async def _serve(settings: Settings, outbox: Outbox) -> None:
    async with AsyncExitStack() as resources:
        sockets = WorkerSockets.in_folder(resources.enter_context(worker_folder()))
        metrics = WorkerMetrics(lambda: board.is_strained)
        board = LagBoard(metrics.final)
        resources.enter_context(exposed(metrics.registry, settings.metrics_host, settings.agent_metrics_port))
        resources.callback((await board.listen(sockets.lags)).close)
        log.info("outbox_opened", leases_waiting=len(outbox.leases()), refused=outbox.refused_by_code())
        backend = BackendClient(settings.backend_url, settings.service_token.get_secret_value())
        await resources.enter_async_context(backend)
        keeper = HostKeeper(_host_plan(settings, sockets.engine))
        sender = OutboxSender(outbox, backend)
        shared = [_owned(keeper.run()), _owned(sender.run())]
        clouds = (
            [DeepgramHealth(settings.deepgram, settings.deepgram_model)] if settings.wants_deepgram else []
        )
        shared += [_owned(cloud.run()) for cloud in clouds]
        translation = TranslationWatch(settings.translation)
        translators = SharedTranslators(partial(resident_of, settings.translation))
        await resources.enter_async_context(await translators.listen(sockets.translators))
        shared += [_owned(translation.run()), _owned(translators.run())]
        resources.push_async_callback(_cancelled, shared)
        has_news = asyncio.Event()
        worker_class = await asyncio.to_thread(_worker_class)
        worker = worker_class(settings, sockets, lambda: board.is_strained, has_news.set)
        metrics.follow(worker)
        engines: list[DeepgramHealth | HostKeeper | TranslationWatch] = [*clouds, keeper, translation]
        reporter = Reporter(
            backend, lambda: worker.worker_id, lambda: _report(worker, engines, sockets.load), has_news
        )
        shared.append(_owned(reporter.run()))
        shares = StopShares(settings.agent_stop_s)
        await _until_told_to_stop(worker, settings.agent_drain_s, shares)
        with suppress(TimeoutError):
            await asyncio.wait_for(sender.send_all(), shares.last_send_s)


def _worker_class() -> "type[Worker]":
    """LiveKit Agents takes 2.5 s to import; in a thread, the engine's host starts meanwhile."""
    from parley.agent.worker import Worker

    return Worker


async def _until_told_to_stop(worker: "Worker", drain_s: int, shares: StopShares) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    serving = asyncio.create_task(worker.run())
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if serving.done():
        serving.result()  # it never ends by itself but with a failure
        return
    log.info("worker_stopping", active_jobs=worker.active_jobs, drain_s=drain_s)
    if drain_s:
        await worker.drain(drain_s)
    try:
        await asyncio.wait_for(worker.stop(), shares.jobs_s)
    except TimeoutError:
        log.error("worker_stop_timed_out", active_jobs=worker.active_jobs)
    serving.cancel()
    await asyncio.wait({serving})


def _host_plan(settings: Settings, engine_socket: Path) -> HostPlan:
    return HostPlan(
        engine=settings.local_speech_engine,
        whisper_dir=settings.whisper_model_dir,
        threads=settings.agent_decode_threads,
        language=settings.speech_language,
        socket_path=engine_socket,
    )


def _report(
    worker: "Worker", engines: Sequence[DeepgramHealth | HostKeeper | TranslationWatch], load_file: Path
) -> WorkerReport:
    """The ladder's best engine comes first."""
    write_load(load_file, worker.active_jobs, worker.max_jobs)
    health = [one for engine in engines for one in engine.health]
    return WorkerReport(active_jobs=worker.active_jobs, max_jobs=worker.max_jobs, engines=health)


def _owned(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    return task


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("worker_task_failed", exc_type=type(problem).__name__)


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def _kill_children() -> None:
    """Ends what a stop that ran out of time has left."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            child.kill()

"""A worker whose SFU goes and comes back: what it says meanwhile, and how soon it is registered again."""

import asyncio
import importlib.metadata
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from livekit.agents import AgentServer

from parley.agent import registration as registration_module
from parley.agent.registration import KNOWN_AGENTS_VERSION, Registration
from parley.agent.reporter import Reporter
from parley.agent.sockets import WorkerSockets
from parley.agent.worker import Worker
from parley.contracts.ingest import NotesResult, NotesSource, WorkerAnswer, WorkerReport
from tests.unit.agent.test_settings import settings

pytestmark = pytest.mark.unit


def test_the_installed_livekit_agents_is_the_one_the_adapter_knows() -> None:
    assert importlib.metadata.version("livekit-agents") == KNOWN_AGENTS_VERSION, (
        "check AgentServer._connection_task of the new version against parley.agent.registration"
    )


class Session:
    """An HTTP session whose SFU is away for some attempts."""

    def __init__(self, *problems: Exception) -> None:
        self.problems = list(problems)
        self.attempts: list[Any] = []

    async def ws_connect(self, url: str, **how: Any) -> str:
        self.attempts.append((url, how))
        if self.problems:
            raise self.problems.pop(0)
        return "connected"


class Peer(AgentServer):
    """A server that is registered, over a session of ours."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._http_session = session  # type: ignore[assignment]  # as much of one as is asked for

    def register(self, worker_id: str) -> None:
        self.emit("worker_registered", worker_id, None)


def refused(status: int) -> aiohttp.WSServerHandshakeError:
    return aiohttp.WSServerHandshakeError(None, (), status=status)  # type: ignore[arg-type]  # no request was made


@pytest.fixture(autouse=True)
def retries_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration_module, "RETRY_S", 0.0)


async def test_an_sfu_that_is_away_is_tried_until_it_is_back() -> None:
    session = Session(aiohttp.ClientConnectionError(), TimeoutError(), refused(502))
    server = Peer(session)
    changes: list[tuple[str | None, bool]] = []
    registration = Registration(server, lambda: changes.append((registration.worker_id, registration.stands)))
    assert not registration.stands
    server.register("AW_1")
    assert await session.ws_connect("ws://sfu/agent", heartbeat=30) == "connected"
    assert session.attempts == 4 * [("ws://sfu/agent", {"heartbeat": 30})]
    assert changes == [("AW_1", True), ("AW_1", False)], "the SFU has to say that it knows the worker again"
    server.register("AW_2")
    assert changes[2:] == [("AW_2", True)]


async def test_an_sfu_that_refuses_the_worker_is_left_to_livekit_s_own_longer_waits() -> None:
    session = Session(refused(401))
    server = Peer(session)
    Registration(server, lambda: None)
    server.register("AW_1")
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect("ws://sfu/agent")
    assert len(session.attempts) == 1


async def test_an_sfu_that_stays_away_is_left_to_them_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration_module, "PATIENCE_S", -1.0)
    session = Session(aiohttp.ClientConnectionError())
    server = Peer(session)
    Registration(server, lambda: None)
    server.register("AW_1")
    with pytest.raises(aiohttp.ClientConnectionError):
        await session.ws_connect("ws://sfu/agent")


async def test_registered_again_over_the_same_session_it_is_taken_over_once() -> None:
    session = Session(aiohttp.ClientConnectionError())
    server = Peer(session)
    Registration(server, lambda: None)
    server.register("AW_1")
    taken_over = session.ws_connect
    server.register("AW_2")
    assert session.ws_connect == taken_over


async def test_a_worker_that_the_sfu_does_not_know_offers_no_place(tmp_path: Path) -> None:
    session, news = Session(), asyncio.Event()
    worker = Worker(settings(agent_max_jobs=3), WorkerSockets.in_folder(tmp_path), lambda: False, news.set)
    worker._server._http_session = session  # type: ignore[assignment]
    assert worker.max_jobs == 0
    worker._server._proc_pool = NoProcesses()  # type: ignore[assignment]
    worker._server.emit("worker_registered", "AW_1", None)
    assert worker.max_jobs == 3
    assert news.is_set()
    news.clear()
    await session.ws_connect("ws://sfu/agent")
    assert worker.max_jobs == 0
    assert news.is_set()


class NoProcesses:
    processes: tuple[()] = ()


async def test_news_are_reported_at_once() -> None:
    class Door:
        def __init__(self) -> None:
            self.reports: asyncio.Queue[WorkerReport] = asyncio.Queue()

        async def report(self, worker_id: str, report: WorkerReport) -> WorkerAnswer:
            self.reports.put_nowait(report)
            return WorkerAnswer(notes_requests=[])

        async def notes_source(self, request_id: str) -> NotesSource:
            raise NotImplementedError

        async def send_notes(self, result: NotesResult) -> None: ...

    door, soon = Door(), asyncio.Event()
    report = WorkerReport(active_jobs=0, max_jobs=1, engines=[])
    running = asyncio.create_task(Reporter(door, lambda: "w-1", lambda: report, soon).run())
    await door.reports.get()
    soon.set()
    async with asyncio.timeout(0.9):  # before the next report would be due
        await door.reports.get()
    running.cancel()

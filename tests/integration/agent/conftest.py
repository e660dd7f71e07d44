"""A real livekit-server, a peer for the agent's calls, and the real `parley agent` as a process."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
from livekit import api

from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import LeaseId, MeetingId, ParticipantIdentity
from parley.contracts.ingest import AgentDispatch, WorkerReport
from parley.contracts.meetings import SPEECH_TO_TEXT, SpeechEngineWish
from parley.contracts.room import AGENT_NAME, AiState, RoomMetadata
from parley.stack.livekit_server import find_livekit_server
from tests.integration.agent.peer_backend import SERVICE_TOKEN, LeaseBook, PeerBackend

READY_TIMEOUT_S = 90.0  # LiveKit Agents takes 5 s of CPU to import, longer on a busy machine
KEYS = ("parley_test", "a_secret_of_this_test_with_more_than_32_characters")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def eventually(condition: Callable[[], object], timeout_s: float = 30.0) -> None:
    """Waits until a condition holds; fails the test when it does not in time."""
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s, "waited in vain"
        await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Sfu:
    url: str
    pid: int


@pytest.fixture(scope="session")
def sfu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sfu]:
    chosen = os.environ.get("PARLEY_LIVEKIT_SERVER")
    binary = find_livekit_server(Path(chosen) if chosen else None)
    port = free_port()
    config = tmp_path_factory.mktemp("sfu") / "livekit.yaml"
    config.write_text(
        f"""port: {port}
bind_addresses: [127.0.0.1]
rtc:
  udp_port: {free_port()}
  tcp_port: {free_port()}
  node_ip: 127.0.0.1
  use_external_ip: false
  enable_loopback_candidate: true
  stun_servers: ["127.0.0.1:1"]
  interfaces: {{includes: [lo]}}
  ips: {{includes: [127.0.0.1/32]}}
room: {{auto_create: false}}
keys: {{{KEYS[0]}: {KEYS[1]}}}
logging: {{level: warn}}
"""
    )
    process = subprocess.Popen([binary, "--config", str(config)], stderr=subprocess.DEVNULL)
    _await_http(f"http://127.0.0.1:{port}")
    yield Sfu(f"ws://127.0.0.1:{port}", process.pid)
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def backend() -> Iterator[PeerBackend]:
    peer = PeerBackend(free_port())
    peer.start()
    yield peer
    peer.stop()


@dataclass
class AgentProcess:
    """`parley agent` as an operator starts it."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    log: Path

    def descendants(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children

    def engine_host(self) -> psutil.Process:
        return next(one for one in self.descendants() if "parley.agent.engines.host" in one.cmdline())

    def stop(self) -> float:
        """Ends it as a supervisor does; seconds it took."""
        started_s = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=15)
        return time.monotonic() - started_s


AgentStarter = Callable[..., AgentProcess]


@pytest.fixture(scope="module")
def start_agent(
    sfu: Sfu, backend: PeerBackend, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AgentStarter]:
    started: list[AgentProcess] = []
    tmp_path = tmp_path_factory.mktemp("agent")

    def start(variables: Mapping[str, str] | None = None, **settings: str) -> AgentProcess:
        environment = (
            os.environ
            | (variables or {})
            | {
                "PARLEY_BACKEND_URL": backend.url,
                "PARLEY_SERVICE_TOKEN": SERVICE_TOKEN,
                "PARLEY_SFU_URL": sfu.url,
                "PARLEY_SFU_API_KEY": KEYS[0],
                "PARLEY_SFU_API_SECRET": KEYS[1],
                "PARLEY_DATA_DIR": str(tmp_path / "data"),
                **{f"PARLEY_{name.upper()}": value for name, value in settings.items()},
            }
        )
        log = tmp_path / f"agent-{len(started)}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "parley", "agent"], env=environment, stderr=stream
            )
        agent = AgentProcess(process, tmp_path / "data", log)
        started.append(agent)
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        while not any(_can_hear(report) for _, report in backend.reports):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline_s, log.read_text()
            time.sleep(0.05)
        return agent

    yield start
    for agent in started:
        agent.stop()


@dataclass(frozen=True)
class TestMeeting:
    """A room as the backend makes it, and the lease of its agent."""

    __test__ = False

    meeting_id: MeetingId
    lease_id: LeaseId
    agent_identity: ParticipantIdentity
    control: api.LiveKitAPI
    book: LeaseBook

    async def dispatch(self) -> None:
        dispatch = AgentDispatch(
            type="parley.dispatch",
            meeting_id=self.meeting_id,
            lease_id=self.lease_id,
            agent_identity=self.agent_identity,
        )
        request = api.CreateAgentDispatchRequest(
            agent_name=AGENT_NAME, room=self.meeting_id, metadata=dispatch.model_dump_json()
        )
        await self.control.agent_dispatch.create_dispatch(request)

    def metadata(
        self,
        *,
        captions_on: bool = True,
        notes_on: bool = True,
        speech_engine: SpeechEngineWish = SpeechEngineWish.AUTO,
    ) -> str:
        return RoomMetadata(
            type="parley.room",
            meeting_id=self.meeting_id,
            agent_identity=self.agent_identity,
            ai_state=AiState.LIVE,
            captions_on=captions_on,
            notes_on=notes_on,
            changed_by="",
            language=None,
            profanity=ProfanityPolicy.KEEP,
            speech_engine=speech_engine,
            live_engine=None,
            is_fallback=False,
            is_behind=False,
        ).model_dump_json()

    async def wish(
        self,
        *,
        captions_on: bool,
        notes_on: bool,
        speech_engine: SpeechEngineWish = SpeechEngineWish.AUTO,
    ) -> None:
        metadata = self.metadata(captions_on=captions_on, notes_on=notes_on, speech_engine=speech_engine)
        request = api.UpdateRoomMetadataRequest(room=self.meeting_id, metadata=metadata)
        await self.control.room.update_room_metadata(request)


@pytest.fixture
async def meeting(sfu: Sfu, backend: PeerBackend) -> AsyncIterator[TestMeeting]:
    control = api.LiveKitAPI(sfu.url.replace("ws://", "http://"), *KEYS)
    name = f"meeting-{free_port()}"
    lease = LeaseId(f"lease-{name}")
    one = TestMeeting(
        MeetingId(name), lease, ParticipantIdentity(f"agent-{name}"), control, backend.leases[lease]
    )
    await control.room.create_room(api.CreateRoomRequest(name=name, metadata=one.metadata()))
    yield one
    await control.room.delete_room(api.DeleteRoomRequest(room=name))
    await control.aclose()


def _can_hear(report: WorkerReport) -> bool:
    return any(one.is_ready and one.kind == SPEECH_TO_TEXT for one in report.engines)


def _await_http(url: str) -> None:
    deadline_s = time.monotonic() + 15
    while True:
        try:
            httpx.get(url, trust_env=False)
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline_s, f"{url} did not answer"
            time.sleep(0.05)

"""livekit-server, the backend and several agent workers, each a process that can be killed on its own.

Unlike `parley up` nothing is started again by itself: what is down stays down for as long as a fault lasts.
"""

import asyncio
import contextlib
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from livekit import api
from livekit.protocol.models import ParticipantInfo

from bench.soak.member import Member
from parley.contracts.ids import MeetingId
from parley.contracts.ingest import AgentDispatch
from parley.contracts.room import AGENT_NAME
from parley.stack.child import ChildSpec
from parley.stack.credentials import load_or_create
from parley.stack.environments import agent_environment, backend_environment, sfu_environment
from parley.stack.guard import OrphanGuard
from parley.stack.livekit_config import write_config
from parley.stack.livekit_server import find_livekit_server
from parley.stack.plan import StackPlan, plan_stack
from parley.stack.readiness import Probes
from parley.stack.settings import StackSettings, inherited_environment

READY_WITHIN_S = 90.0  # a cold, busy machine spends most of it importing


class Cluster:
    """`async with Cluster(folder) as cluster:` starts all of it and leaves nothing behind.

    Attributes:
        sfu: livekit-server.
        backend: The backend.
        workers: Agent workers, each with a data folder, an outbox and a speech engine of its own.
    """

    def __init__(
        self, folder: Path, *, workers: int = 2, engine: str = "fake", variables: dict[str, str] | None = None
    ) -> None:
        """Args: variables: Settings beyond the stack's own, for all processes."""
        self.folder = folder
        self._settings = StackSettings.on_free_ports(folder, speech_engine=engine)
        self.plan: StackPlan = plan_stack(self._settings, load_or_create(folder))
        self._environment = inherited_environment() | (variables or {})
        self._probes = Probes(self.plan)
        self._guard = OrphanGuard()
        self.sfu = self._member(self._sfu_spec())
        self.backend = self._member(self._backend_spec())
        self.workers: list[Member] = []
        for _ in range(workers):
            self.add_worker()
        self._control: api.LiveKitAPI | None = None

    async def __aenter__(self) -> Self:
        pair = self.plan.sfu.backend_keys
        self._control = api.LiveKitAPI(self.plan.sfu.backend_url, pair.key, pair.secret)
        try:
            await asyncio.gather(*(member.start() for member in self._members))
            await asyncio.gather(*(member.ready(READY_WITHIN_S) for member in self._members))
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Stop everything, workers first so that the backend takes what they still hold."""
        await asyncio.gather(*(worker.stop() for worker in self.workers))
        await asyncio.gather(self.sfu.stop(), self.backend.stop())
        self._guard.dismiss()
        await self._probes.close()
        if self._control:
            await self._control.aclose()

    def add_worker(self, **variables: str) -> Member:
        """One more worker, not started yet. Args: variables: Settings of its own."""
        worker = self._member(self._worker_spec(len(self.workers), variables))
        self.workers.append(worker)
        return worker

    def job_processes(self) -> list[psutil.Process]:
        """Every agent process that is in a room, of whatever worker: those with UDP sockets."""
        found: list[psutil.Process] = []
        for worker in self.workers:
            if worker.process_group is None:
                continue
            with contextlib.suppress(psutil.NoSuchProcess):
                found += [one for one in worker.process.children(recursive=True) if _is_in_a_room(one)]
        return found

    def worker_of(self, job: psutil.Process) -> Member:
        """The worker that a job process belongs to."""
        ancestors = {parent.pid for parent in job.parents()}
        return next(worker for worker in self.workers if worker.process_group in ancestors)

    async def agents_in(self, meeting_id: MeetingId) -> set[str]:
        """Identities of all agents in the SFU's room; none while the SFU does not answer or know it."""
        assert self._control is not None
        request = api.ListParticipantsRequest(room=meeting_id)
        try:
            listed = await self._control.room.list_participants(request)
        except (api.TwirpError, OSError, TimeoutError):
            return set()
        agent = ParticipantInfo.Kind.Value("AGENT")
        return {one.identity for one in listed.participants if one.kind == agent}

    async def dispatches_of(self, meeting_id: MeetingId) -> list[AgentDispatch]:
        """What the SFU was asked for and still knows of."""
        assert self._control is not None
        listed = await self._control.agent_dispatch.list_dispatch(room_name=meeting_id)
        return [AgentDispatch.model_validate_json(one.metadata) for one in listed if one.metadata]

    async def dispatch_again(self, dispatch: AgentDispatch) -> None:
        """Ask the SFU for an agent past the backend, as a retry that was not needed would."""
        assert self._control is not None
        request = api.CreateAgentDispatchRequest(
            agent_name=AGENT_NAME, room=dispatch.meeting_id, metadata=dispatch.model_dump_json()
        )
        await self._control.agent_dispatch.create_dispatch(request)

    @property
    def _members(self) -> list[Member]:
        return [self.sfu, self.backend, *self.workers]

    def _member(self, spec: ChildSpec) -> Member:
        return Member(spec, self._tell_guard)

    def _tell_guard(self) -> None:
        self._guard.watch(group for member in self._members if (group := member.process_group))

    def _log(self, name: str) -> Path:
        return self._settings.log_dir / f"{name}.log"

    def _sfu_spec(self) -> ChildSpec:
        assert self.plan.embedded_sfu is not None
        config = self.folder / "livekit.yaml"
        write_config(config, self.plan, self.plan.embedded_sfu)
        return ChildSpec(
            name="livekit-server",
            command=(str(find_livekit_server(self._settings.livekit_server)), "--config", str(config)),
            environment=sfu_environment(self._environment),
            log_file=self._log("livekit-server"),
            is_ready=self._probes.sfu_answers,
            is_essential=True,
            stop_requests=2,
        )

    def _backend_spec(self) -> ChildSpec:
        return ChildSpec(
            name="backend",
            command=(sys.executable, "-m", "parley", "backend"),
            environment=backend_environment(self._environment, self._settings, self.plan),
            log_file=self._log("backend"),
            is_ready=self._probes.backend_is_ready,
            is_essential=True,
        )

    def _worker_spec(self, number: int, variables: dict[str, str]) -> ChildSpec:
        name = f"worker-{number}"
        own = {"PARLEY_DATA_DIR": str((self.folder / name).resolve())} | variables
        return ChildSpec(
            name=name,
            command=(sys.executable, "-m", "parley", "agent"),
            environment=agent_environment(self._environment, self._settings, self.plan) | own,
            log_file=self._log(name),
            is_ready=lambda: _can_take_meetings(self.workers[number]),
            is_essential=False,
        )


async def _can_take_meetings(worker: Member) -> bool:
    """LiveKit knows it and its engine has loaded."""
    return all(worker.times_said(event) for event in ("worker_registered", "engine_host_reported"))


def _is_in_a_room(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return bool(process.net_connections(kind="udp"))
    return False

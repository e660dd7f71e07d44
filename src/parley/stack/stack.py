"""The whole of Parley on one machine: SFU, backend and agent as children, from start to stop.

`parley up`, `parley rehearse` and the end-to-end tests all run this one class.
"""

import asyncio
import contextlib
import sys
import time
from types import TracebackType
from typing import Self

from parley.contracts.ingest import EngineHealth
from parley.stack import data_folder
from parley.stack.child import ChildSpec
from parley.stack.credentials import load_or_create
from parley.stack.environments import (
    AGENT_STOPS_WITHIN_S,
    agent_environment,
    backend_environment,
    log_file,
    sfu_environment,
)
from parley.stack.guard import OrphanGuard
from parley.stack.keeper import Keeper, Report
from parley.stack.livekit_config import write_config
from parley.stack.livekit_server import find_livekit_server
from parley.stack.plan import EmbeddedSfu, StackPlan, plan_stack, require_reachable
from parley.stack.ports import require_free
from parley.stack.readiness import Probes, Readiness
from parley.stack.settings import LOOPBACK, StackSettings, inherited_environment
from parley.stack.tls_pipe import TlsPipe, server_context, to_pinned_tls, to_plain
from parley.stack.turn.child import coturn_spec

REST_STOPS_WITHIN_S = 1.25  # and the agent before them: all of it stays below 5 s
PROBLEM_STANDS_AFTER_S = 5.0  # an engine that loads its weights says for a while that it is starting
WORKER_ASKED_EVERY_S = 0.2


class Stack:
    """An embedded deployment: `async with Stack(settings) as stack:` starts it and stops all of it.

    Args:
        inherited: The environment beneath what the stack decides for its processes; without: ours.

    Raises (on entering):
        StackError: It cannot start; nothing is left running.
    """

    def __init__(
        self,
        settings: StackSettings,
        report: Report | None = None,
        *,
        inherited: dict[str, str] | None = None,
    ) -> None:
        self.settings = settings
        self._report: Report = report or (lambda _line: None)
        self._inherited = inherited_environment() if inherited is None else inherited
        self._keepers: list[Keeper] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._pipes: list[TlsPipe] = []
        self._guard: OrphanGuard | None = None
        self._held = contextlib.ExitStack()
        self._plan: StackPlan | None = None
        self._probes: Probes | None = None

    @property
    def plan(self) -> StackPlan:
        """Ports, URLs and secrets of this stack, once it is started."""
        assert self._plan is not None, "the stack is not started"
        return self._plan

    @property
    def web_url(self) -> str:
        """What a person opens."""
        return self.plan.web_url

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    async def readiness(self) -> Readiness | None:
        """What the backend says about itself and the engines; None while it does not answer."""
        assert self._probes is not None, "the stack is not started"
        return await self._probes.backend()

    async def wait_for_worker(self, within_s: float) -> Readiness | None:
        """Wait until a worker has a working speech engine, or keeps saying why it has none.

        Returns the backend's last word, whatever it is, after `within_s` at the latest.
        """
        latest: Readiness | None = None
        silent_for: EngineHealth | None = None
        since_s = time.monotonic()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while True:
                    latest = await self.readiness()
                    engine = latest.speech_engine if latest else None
                    if engine != silent_for:
                        silent_for, since_s = engine, time.monotonic()
                    if engine and (engine.is_ready or time.monotonic() - since_s >= PROBLEM_STANDS_AFTER_S):
                        break
                    await asyncio.sleep(WORKER_ASKED_EVERY_S)
        return latest

    def process_of(self, child: str) -> int | None:
        """Process id of `coturn`, `livekit-server`, `backend` or `agent`; None while it is down."""
        keeper = next((keeper for keeper in self._keepers if keeper.spec.name == child), None)
        return keeper.child.process_group if keeper and keeper.child else None

    async def stop(self) -> None:
        """Stop everything within 5 s. May be called again, and when the start failed half-way."""
        agents = [keeper for keeper in self._keepers if not keeper.spec.is_essential]
        rest = [keeper for keeper in self._keepers if keeper.spec.is_essential]
        # First, while the backend still takes what their outbox holds.
        await asyncio.gather(*(keeper.stop(AGENT_STOPS_WITHIN_S) for keeper in agents))
        await asyncio.gather(*(keeper.stop(REST_STOPS_WITHIN_S) for keeper in rest))
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1)
        for pipe in self._pipes:
            await pipe.close()
        if self._probes:
            await self._probes.close()
        if self._guard:
            self._guard.dismiss()
        self._held.close()
        self._keepers, self._tasks, self._pipes, self._guard, self._probes = [], [], [], None, None

    async def _start(self) -> None:
        settings = self.settings
        require_reachable(settings)  # a refusal leaves no folder behind
        plan = self._plan = plan_stack(settings, load_or_create(settings.data_dir))
        for listener in plan.listeners:
            require_free(listener)
        self._held.enter_context(data_folder.held(settings.data_dir))
        self._guard = OrphanGuard()
        self._probes = Probes(plan)
        if plan.tls:
            await self._open_pipes(plan)
        if plan.turn:
            await self._keep(coturn_spec(self.settings, plan, plan.turn, self._inherited)).first_ready()
        if plan.embedded_sfu:
            await self._keep(self._sfu_spec(plan, plan.embedded_sfu)).first_ready()
        backend = self._keep(self._backend_spec(plan))
        self._keep(self._agent_spec(plan))
        await backend.first_ready()

    def _keep(self, spec: ChildSpec) -> Keeper:
        keeper = Keeper(spec, self._report, self._tell_guard)
        self._keepers.append(keeper)
        self._tasks.append(asyncio.create_task(keeper.run(), name=spec.name))
        return keeper

    def _tell_guard(self) -> None:
        if self._guard:
            self._guard.watch(keeper.child.process_group for keeper in self._keepers if keeper.child)

    async def _open_pipes(self, plan: StackPlan) -> None:
        assert plan.tls is not None
        context = server_context(plan.tls)
        if plan.inner_port:
            inward = TlsPipe(to_pinned_tls(plan.bind_address, plan.web_port, plan.tls))
            self._pipes.append(inward)
            await inward.listen(LOOPBACK, plan.inner_port)
        if plan.embedded_sfu and plan.embedded_sfu.tls_port:
            outward = TlsPipe(to_plain(LOOPBACK, plan.embedded_sfu.signal_port))
            self._pipes.append(outward)
            await outward.listen(plan.bind_address, plan.embedded_sfu.tls_port, context)

    def _sfu_spec(self, plan: StackPlan, sfu: EmbeddedSfu) -> ChildSpec:
        assert self._probes is not None
        binary = find_livekit_server(self.settings.livekit_server)
        config = self.settings.data_dir / "livekit.yaml"
        write_config(config, plan, sfu)
        return ChildSpec(
            name="livekit-server",
            command=(str(binary), "--config", str(config)),
            environment=sfu_environment(self._inherited),
            log_file=log_file(self.settings, "livekit-server"),
            is_ready=self._probes.sfu_answers,
            is_essential=True,
            stop_requests=2,  # at the first, livekit-server waits until everybody has left
        )

    def _backend_spec(self, plan: StackPlan) -> ChildSpec:
        assert self._probes is not None
        return ChildSpec(
            name="backend",
            command=(sys.executable, "-m", "parley", "backend"),
            environment=backend_environment(self._inherited, self.settings, plan),
            log_file=log_file(self.settings, "backend"),
            is_ready=self._probes.backend_is_ready,
            is_essential=True,
        )

    def _agent_spec(self, plan: StackPlan) -> ChildSpec:
        assert self._probes is not None
        return ChildSpec(
            name="agent",
            command=(sys.executable, "-m", "parley", "agent"),
            environment=agent_environment(self._inherited, self.settings, plan),
            log_file=log_file(self.settings, "agent"),
            is_ready=self._probes.worker_has_reported,
            is_essential=False,
            last_words_s=3.0,  # the backend counts a worker as there for 3 s after its last report
        )

"""One process of a cluster: started, killed, held up, stopped and started again when it is told to be."""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator

import psutil

from parley.stack.child import LOG_BYTES_MAX, Child, ChildSpec

POLL_S = 0.05
STOPS_WITHIN_S = 10.0  # jobs finish their last utterances; measured 1.6 s, longer on a busy machine


class Member:
    """A process that is not started again unless somebody does so."""

    def __init__(self, spec: ChildSpec, groups_changed: Callable[[], None]) -> None:
        self.spec = spec
        self._groups_changed = groups_changed
        self._child: Child | None = None
        self._log_from_byte = 0

    @property
    def process_group(self) -> int | None:
        """Also the process's own id; None while it is down."""
        return self._child.process_group if self._child else None

    @property
    def process(self) -> psutil.Process:
        """The process itself, which must be up."""
        assert self._child is not None, f"{self.spec.name} is down"
        return psutil.Process(self._child.process_group)

    async def start(self) -> None:
        """Start it; `ready` waits until it works."""
        assert self._child is None, f"{self.spec.name} is up"
        log = self.spec.log_file
        written = log.stat().st_size if log.exists() else 0
        self._log_from_byte = written if written < LOG_BYTES_MAX else 0
        self._child = await Child.start(self.spec)
        self._groups_changed()

    async def ready(self, within_s: float) -> None:
        """Wait until it works.

        Raises:
            TimeoutError: It does not.
        """
        async with asyncio.timeout(within_s):
            while not await self.spec.is_ready():  # noqa: ASYNC110 - another process has no event to wait on
                await asyncio.sleep(POLL_S)

    async def kill(self) -> None:
        """SIGKILL to the process alone, as the kernel does when memory runs out; then what it left behind."""
        assert self._child is not None, f"{self.spec.name} is down"
        os.kill(self._child.process_group, signal.SIGKILL)
        await self._gone(self._child)

    async def stop(self, within_s: float = STOPS_WITHIN_S) -> float:
        """SIGTERM, as a supervisor does; seconds until it was gone. Nothing happens if it is down."""
        if (child := self._child) is None:
            return 0.0
        began_s = time.monotonic()
        for _ in range(self.spec.stop_requests):
            child.ask_to_stop()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within_s / self.spec.stop_requests):
                    await child.wait()
                    break
        await self._gone(child)
        return time.monotonic() - began_s

    def hold(self) -> None:
        """SIGSTOP: it stands still, its connections open, until it is killed."""
        self.process.send_signal(signal.SIGSTOP)

    def events(self) -> Iterator[dict[str, object]]:
        """What its log has said in JSON since it was started."""
        with self.spec.log_file.open("rb") as log:
            log.seek(self._log_from_byte)
            for line in log:
                if line.startswith(b"{") and line.endswith(b"}\n"):
                    yield json.loads(line)

    def times_said(self, event: str) -> int:
        """How many such events its log tells of since it was started."""
        return sum(said.get("event") == event for said in self.events())

    async def _gone(self, child: Child) -> None:
        child.kill_group()  # as a container's end does: nothing that it started is left
        await child.wait()
        self._child = None
        self._groups_changed()

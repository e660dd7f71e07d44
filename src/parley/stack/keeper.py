"""Keeps one child running: starts it, sees that it becomes ready, starts it again when it dies."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from parley.stack.child import Child, ChildSpec, ending
from parley.stack.errors import ChildNeverReady

Report = Callable[[str], None]

FIRST_READY_WITHIN_S = 120.0  # a cold, busy machine spends most of it importing
PROBE_EVERY_S = 0.1
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0
STEADY_AFTER_S = 30.0  # a child that lived this long starts again with the first pause
DEATHS_BEFORE_FIRST_READY = 2


class Keeper:
    """Owns the life of one child. `run` is to be a task of the stack."""

    def __init__(self, spec: ChildSpec, report: Report, groups_changed: Callable[[], None]) -> None:
        self.spec = spec
        self.child: Child | None = None
        self._report = report
        self._groups_changed = groups_changed
        self._was_ready = asyncio.Event()
        self._gave_up: str | None = None
        self._last_words = ""
        self._is_stopping = False

    async def run(self) -> None:
        """Start and restart until told to stop."""
        pause_s = FIRST_PAUSE_S
        deaths = 0
        while True:
            started_s = time.monotonic()
            status = await self._run_once()
            if self._is_stopping:
                return
            deaths += 1
            if (
                self.spec.is_essential
                and not self._was_ready.is_set()
                and deaths >= DEATHS_BEFORE_FIRST_READY
            ):
                self._give_up(f"ended again before it was ready ({ending(status)})")
                return
            if time.monotonic() - started_s >= STEADY_AFTER_S:
                pause_s = FIRST_PAUSE_S
            # A signal comes from outside: what it happened to say before explains nothing.
            why = f" It last said: {self._last_words}" if status >= 0 and self._last_words else ""
            self._report(
                f"{self.spec.name} died ({ending(status)}); starting it again in {pause_s:g} s.{why}"
            )
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def first_ready(self) -> None:
        """Wait until the child was ready once.

        Raises:
            ChildNeverReady: It died repeatedly, or took too long.
        """
        try:
            async with asyncio.timeout(FIRST_READY_WITHIN_S):
                await self._was_ready.wait()
        except TimeoutError:
            self._give_up(f"was not ready within {FIRST_READY_WITHIN_S:.0f} s")
        if self._gave_up:
            raise ChildNeverReady(self._gave_up)

    async def stop(self, within_s: float) -> None:
        """Ask it to stop; kill what is left of its group when the time is over."""
        self._is_stopping = True
        if (child := self.child) is None:
            return
        for _ in range(self.spec.stop_requests):
            child.ask_to_stop()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within_s / self.spec.stop_requests):
                    await child.wait()
                    break
        child.kill_group()
        await child.wait()

    async def _run_once(self) -> int:
        child = self.child = await Child.start(self.spec)
        self._groups_changed()
        probing = asyncio.create_task(self._probe_until_ready())
        try:
            return await child.wait()
        finally:
            probing.cancel()
            await asyncio.wait([probing])
            self._last_words = child.last_words
            child.kill_group()  # a dead parent's children would hold its ports and files
            self.child = None
            self._groups_changed()

    async def _probe_until_ready(self) -> None:
        is_first = not self._was_ready.is_set()
        if not is_first:
            await asyncio.sleep(self.spec.last_words_s)
        while not await self.spec.is_ready():  # noqa: ASYNC110 - another process has no event to wait on
            await asyncio.sleep(PROBE_EVERY_S)
        self._was_ready.set()
        if not is_first:
            self._report(f"{self.spec.name} is ready again.")

    def _give_up(self, what: str) -> None:
        last = self.child.last_words if self.child else self._last_words
        self._gave_up = (
            f"{self.spec.name} {what}; see {self.spec.log_file}{f'. It last said: {last}' if last else ''}"
        )
        self._was_ready.set()

"""Makes what is true follow what is wanted, for every meeting, four times a second and whenever it is poked.

LiveKit neither retries a dispatch nor replaces a dead agent, keeps no room over a restart, and may lose a
webhook. So nothing here waits to be told: state is read from the database and the SFU, and mended.
"""

import asyncio
import contextlib

import structlog
from sqlalchemy.exc import SQLAlchemyError

from parley.backend.agents.keeper import AgentKeeper
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.meetings.attendance import Attendance
from parley.backend.meetings.settlement import Settlement
from parley.backend.sfu.port import SfuDown

TICK_S = 0.25
LOOK_S = 2.0
"""How often the SFU is asked who is where; a poke asks at once."""

STALL_S = 1.0
"""A tick that comes this much too late means that this process stood still."""

_log = structlog.get_logger()


class Reconciler:
    def __init__(
        self,
        clock: Clock,
        watch: LeaseWatch,
        attendance: Attendance,
        keeper: AgentKeeper,
        settlement: Settlement,
        poked: asyncio.Event,
    ) -> None:
        self._clock = clock
        self._watch = watch
        self._attendance = attendance
        self._keeper = keeper
        self._settlement = settlement
        self._poked = poked
        self._looked_at_s: float | None = None
        self._is_sfu_down = False

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            started_s = self._clock.monotonic_s()
            try:
                await self.run_once()
            except (SfuDown, SQLAlchemyError, ExceptionGroup) as error:
                # Logged by its type alone: a driver's message may hold what people said.
                _log.error("reconciliation_failed", exc_type=_leaf_type(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._poked.wait()
            late_s = self._clock.monotonic_s() - started_s - TICK_S
            if late_s > STALL_S:
                self._watch.forgive(late_s)
                _log.warning("reconciler_stalled", late_ms=round(late_s * 1000))

    async def run_once(self) -> None:
        """One pass. What the SFU refuses to do now is found undone, and done, in a later one."""
        now_s = self._clock.monotonic_s()
        is_look_due = self._looked_at_s is None or now_s - self._looked_at_s >= LOOK_S
        if self._poked.is_set() or is_look_due:
            self._poked.clear()
            await self._look()
            self._looked_at_s = now_s
        await self._attendance.end_abandoned_meetings()
        await self._keeper.keep_all()
        await self._settlement.settle_all()

    async def _look(self) -> None:
        try:
            await self._attendance.look()
        except SfuDown:
            if not self._is_sfu_down:
                _log.error("sfu_lost")
            self._is_sfu_down = True
        else:
            if self._is_sfu_down:
                _log.info("sfu_found")
            self._is_sfu_down = False


def _leaf_type(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__

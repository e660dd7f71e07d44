"""Makes what is true follow what is wanted, for every meeting: four times a second, and whenever it is poked.

LiveKit neither retries a dispatch nor replaces a dead agent, keeps no room over a restart, and may lose a
webhook. So nothing here waits to be told: state is read from the database and the SFU, and mended.
"""

import asyncio
import contextlib

import structlog

from parley.backend.agents.absences import Absences
from parley.backend.agents.keeper import AgentKeeper
from parley.backend.agents.watch import LeaseWatch
from parley.backend.clock import Clock
from parley.backend.fair import one_by_one
from parley.backend.meetings.attendance import Attendance
from parley.backend.meetings.settlement import Settlement
from parley.backend.sfu.port import SfuDown

TICK_S = 0.25
IDLE_S = 3.0
"""Pause while no meeting runs or is left to settle. What begins something pokes; this is the net below."""

LOOK_S = 2.0
"""How often the SFU is asked who is where; a poke asks at once, and each tick while somebody waits for it."""

STALL_S = 1.0
"""A tick that comes this much too late means that this process stood still."""

STUCK_S = 10.0
"""No pass got through for so long: neither an idle pause nor a call that times out explains it."""

_log = structlog.get_logger()


class Reconciler:
    def __init__(
        self,
        clock: Clock,
        watch: LeaseWatch,
        attendance: Attendance,
        keeper: AgentKeeper,
        absences: Absences,
        settlement: Settlement,
        poked: asyncio.Event,
    ) -> None:
        self._clock = clock
        self._watch = watch
        self._attendance = attendance
        self._keeper = keeper
        self._absences = absences
        self._settlement = settlement
        self._poked = poked
        self._looked_at_s: float | None = None
        self._got_through_at_s = clock.monotonic_s()
        self._failures_in_a_row = 0
        self._is_busy = True
        self._is_sfu_down = False

    @property
    def is_stuck(self) -> bool:
        """No pass got through lately, be it that they fail or that one hangs."""
        return self._clock.monotonic_s() - self._got_through_at_s > STUCK_S

    @property
    def pause_s(self) -> float:
        """How long to rest after the last pass, unless poked."""
        return TICK_S if self._is_busy else IDLE_S

    async def run(self) -> None:
        """Go on until cancelled, whatever happens."""
        while True:
            started_s = self._clock.monotonic_s()
            try:
                await self.run_once()
                self._failures_in_a_row = 0
            except Exception as error:  # noqa: BLE001 - the task's boundary: nobody else mends meetings
                self._tell_of_failure(error)
            pause_s = self.pause_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._poked.wait()
            late_s = self._clock.monotonic_s() - started_s - pause_s
            if late_s > STALL_S:
                self._watch.forgive(late_s)
                _log.warning("reconciler_stalled", late_ms=round(late_s * 1000))

    async def run_once(self) -> None:
        """One pass. What the SFU refuses to do now is found undone, and done, in a later one.

        Raises ExceptionGroup of what nobody foresaw, after all meetings were seen to.
        """
        self._is_busy = True
        steps = (
            self._keeper.keep_all,  # first: who has just joined waits to be heard, and the look takes 25 ms
            self._look,
            self._attendance.end_abandoned_meetings,
            self._absences.note_all,  # after the keeper, which decides whether an agent is lost
            self._settlement.settle_all,
        )
        found = await one_by_one(steps, lambda step: step())
        self._is_busy = any(found)
        self._got_through_at_s = self._clock.monotonic_s()

    async def _look(self) -> None:
        now_s = self._clock.monotonic_s()
        # A room that a restart of the SFU forgot lets nobody back in until a look has made it again; and
        # an agent that is missed may be back.
        is_awaited = self._is_sfu_down or self._watch.misses_agents
        is_due = is_awaited or self._looked_at_s is None or now_s - self._looked_at_s >= LOOK_S
        if not self._poked.is_set() and not is_due:
            return
        self._poked.clear()
        self._looked_at_s = now_s
        is_down = False
        try:
            await self._attendance.look()
        except* SfuDown:
            is_down = True
        if is_down and not self._is_sfu_down:
            _log.error("sfu_lost")
        if self._is_sfu_down and not is_down:
            _log.info("sfu_found")
            self._keeper.try_at_once()
        self._is_sfu_down = is_down

    def _tell_of_failure(self, error: Exception) -> None:
        self._failures_in_a_row += 1
        # Said at the 1st, 2nd, 4th, 8th … time: what stays broken fails four times a second.
        if self._failures_in_a_row.bit_count() == 1:
            # By its type alone: a driver's message may hold what people said.
            _log.error(
                "reconciliation_failed", exc_type=_leaf_type(error), failures_in_a_row=self._failures_in_a_row
            )


def _leaf_type(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__

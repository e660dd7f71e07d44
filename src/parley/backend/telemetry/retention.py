"""Forgets telemetry when its time is over."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.telemetry.repository import forget_before

SWEEP_EVERY_S = 3600.0

_log = structlog.get_logger()


class TelemetryRetention:
    """Args: days: For how long it is kept; 0: none is, and what there was goes at the next sweep."""

    def __init__(self, database: Database, clock: Clock, days: int) -> None:
        self._database = database
        self._clock = clock
        self._days = days

    async def run(self) -> None:
        """Sweep at the start and each hour, until cancelled."""
        while True:
            try:
                await self.sweep()
            except SQLAlchemyError as error:
                _log.warning("telemetry_sweep_put_off", exc_type=type(error).__name__)
            await asyncio.sleep(SWEEP_EVERY_S)

    async def sweep(self) -> None:
        async with self._database.writing() as session:
            await forget_before(session, self._clock.now() - timedelta(days=self._days))

"""Forgets telemetry when its time is over."""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.telemetry.repository import forget_before, forget_pages_before

SWEEP_EVERY_S = 3600.0
PAGES_AT_ONCE = 20
"""An hour of so many people is 14,400 buckets; everybody else who writes waits until they are gone."""

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
        before = self._clock.now() - timedelta(days=self._days)
        while await self._forget_pages(before):
            pass
        async with self._database.writing() as session:
            await forget_before(session, before)

    async def _forget_pages(self, before: datetime) -> bool:
        """False if there was none."""
        async with self._database.writing() as session:
            return await forget_pages_before(session, before, PAGES_AT_ONCE)

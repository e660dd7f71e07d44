"""Keeps the worker's word on what it can translate current: packages come and go while it runs."""

import asyncio

from parley.agent.engines.translation.choice import TranslationPlan, translation_health
from parley.contracts.ingest import EngineHealth

LOOK_INTERVAL_S = 10.0


class TranslationWatch:
    """`health` is as of the last look."""

    def __init__(self, plan: TranslationPlan) -> None:
        self._plan = plan
        self.health: list[EngineHealth] = []

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            self.health = await asyncio.to_thread(translation_health, self._plan)
            await asyncio.sleep(LOOK_INTERVAL_S)

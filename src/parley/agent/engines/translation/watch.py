"""Keeps the worker's word on what it can translate current: packages come and go while it runs."""

import asyncio
import time

from parley.agent.engines.translation.choice import TranslationPlan, model_problem, translation_health
from parley.contracts.ingest import EngineHealth

LOOK_INTERVAL_S = 10.0
_WELL_S = 300.0  # so long a model that answered is not asked again; meetings see for themselves


class TranslationWatch:
    """`health` is as of the last look."""

    def __init__(self, plan: TranslationPlan) -> None:
        self._plan = plan
        self.health: list[EngineHealth] = []

    async def run(self) -> None:
        """Looks until cancelled."""
        problem: str | None = None
        asked_at_s = float("-inf")
        while True:
            if problem is not None or time.monotonic() - asked_at_s >= _WELL_S:
                problem = await asyncio.to_thread(model_problem, self._plan)
                asked_at_s = time.monotonic()
            self.health = await asyncio.to_thread(translation_health, self._plan, problem)
            await asyncio.sleep(LOOK_INTERVAL_S)

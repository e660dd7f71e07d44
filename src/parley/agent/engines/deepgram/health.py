"""What a worker reports of Deepgram: asked at its start and now and then, for operators and `/readyz`.

Meetings do not wait for it: each sees by itself whether Deepgram works, and goes on without.
"""

import asyncio

import structlog

from parley.agent.engines.deepgram.config import DeepgramConfig, engine_use
from parley.agent.engines.deepgram.handshake import problem_with
from parley.agent.engines.deepgram.languages import languages_of
from parley.contracts.ingest import EngineHealth

log = structlog.get_logger()

_WELL_S = 300.0
_FIRST_UNWELL_S = 5.0
_STARTING = "Deepgram is being asked whether it takes the key."


class DeepgramHealth:
    """`health` is current at any moment; one entry."""

    def __init__(self, config: DeepgramConfig | None, model: str) -> None:
        self._config = config
        self._use = engine_use(model)
        self.health = [self._told(_STARTING)]

    async def run(self) -> None:
        """Asks until cancelled."""
        pause_s = _FIRST_UNWELL_S
        while True:
            problem = await asyncio.to_thread(problem_with, self._config)
            if [problem] != [one.problem for one in self.health]:
                log.info("cloud_engine_asked", engine=self._use.name, problem=problem)
            self.health = [self._told(problem)]
            pause_s = _WELL_S if problem is None else min(2 * pause_s, _WELL_S)
            await asyncio.sleep(pause_s)
            pause_s = _FIRST_UNWELL_S if problem is None else pause_s

    def _told(self, problem: str | None) -> EngineHealth:
        is_ready = problem is None and self._config is not None
        return EngineHealth(
            kind=self._use.kind,
            name=self._use.name,
            is_ready=is_ready,
            languages=list(languages_of(self._config.model, self._config.language))
            if is_ready and self._config is not None
            else [],
            problem=problem,
            is_elsewhere=self._config is not None,
        )

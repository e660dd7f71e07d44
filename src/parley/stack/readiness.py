"""Asks the processes whether they work. No answer means no; nothing here raises."""

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from parley.contracts.ingest import EngineHealth
from parley.contracts.meetings import SPEECH_TO_TEXT
from parley.stack.plan import StackPlan

PROBE_WITHIN_S = 2.0


class Readiness(BaseModel):
    """What the stack reads of the backend's `/readyz`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    is_ready: bool
    workers: int
    engines: list[EngineHealth]

    @property
    def has_worker(self) -> bool:
        """Whether an agent worker reported within the last seconds."""
        return self.workers > 0

    @property
    def speech_engine(self) -> EngineHealth | None:
        """The engine that captions rest on: one that works, if any does."""
        return max(self._speech_engines, key=lambda engine: engine.is_ready, default=None)

    @property
    def best_speech_engine(self) -> EngineHealth | None:
        """The one that the deployment would rather use than any other."""
        return next(iter(self._speech_engines), None)

    @property
    def _speech_engines(self) -> list[EngineHealth]:
        return [engine for engine in self.engines if engine.kind == SPEECH_TO_TEXT]


class Probes:
    """Questions to the SFU and the backend of one stack, over one pool of connections."""

    def __init__(self, plan: StackPlan) -> None:
        self._plan = plan
        # trust_env off: a proxy of the operator's has no business with loopback.
        self._http = httpx.AsyncClient(timeout=PROBE_WITHIN_S, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def sfu_answers(self) -> bool:
        """livekit-server says OK on `/` once its node is healthy."""
        return (await self._get(self._plan.sfu.backend_url)) is not None

    async def backend_is_ready(self) -> bool:
        """The backend can serve meetings; engines may still be missing."""
        answer = await self.backend()
        return answer is not None and answer.is_ready

    async def worker_has_reported(self) -> bool:
        """An agent worker reported to the backend within the last seconds."""
        answer = await self.backend()
        return answer is not None and answer.has_worker

    async def backend(self) -> Readiness | None:
        """The body of `/readyz`, whatever its status."""
        try:
            answer = await self._http.get(f"{self._plan.backend_url}/readyz")
            return Readiness.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError):
            return None

    async def _get(self, url: str) -> httpx.Response | None:
        try:
            answer = await self._http.get(url)
        except httpx.HTTPError:
            return None
        return answer if answer.is_success else None

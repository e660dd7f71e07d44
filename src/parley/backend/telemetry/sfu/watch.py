"""Looks at the SFU from outside while anybody meets: how quickly it answers, and what it says of itself.

An SFU that stops for a second stops everybody in it at once. Their pages see the same silence and cannot tell
it from the network's; a probe twice a second that had to wait can.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.telemetry.models import SfuBucketRow
from parley.backend.telemetry.sfu.metrics import NOTHING, SfuLook, SfuNumbers, read_look
from parley.contracts.telemetry.page import BUCKET_MS
from parley.instruments.settings import is_this_machine

PROBE_EVERY_S = 0.5
PROBE_TIMEOUT_S = 2.0
_METRICS_BYTES_MAX = 4 * 1024 * 1024

_log = structlog.get_logger()


class SfuWatch:
    """Args: metrics_url: LiveKit's Prometheus endpoint; None: not read. is_wanted: Whether anybody meets."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sfu_url: str,
        metrics_url: str | None,
        is_wanted: Callable[[], bool],
        answered: Callable[[float | None], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._sfu_url = sfu_url
        self._metrics_url = metrics_url
        self._is_wanted = is_wanted
        self._answered = answered
        self._look: SfuLook | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        # A proxy of the environment is on the way to the world, not to what runs here.
        is_near = is_this_machine(self._sfu_url)
        async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_S, trust_env=not is_near) as client:
            while True:
                if self._is_wanted():
                    await self.bucket(client)
                else:
                    self._look = None
                    await asyncio.sleep(PROBE_EVERY_S)

    async def bucket(self, client: httpx.AsyncClient, duration_s: float = BUCKET_MS / 1000) -> None:
        """Watch for so long, and store what was seen."""
        started_at, started_s = self._clock.now(), time.monotonic()
        answers_s: list[float | None] = []
        while time.monotonic() - started_s < duration_s:
            probed_s = time.monotonic()
            answers_s.append(await self._probe(client))
            await asyncio.sleep(max(0.0, PROBE_EVERY_S - (time.monotonic() - probed_s)))
        read_s = time.monotonic()
        numbers = await self._read_numbers(client)
        came_s = [answer_s for answer_s in answers_s if answer_s is not None]
        failed = len(answers_s) - len(came_s)
        if numbers is not NOTHING:
            came_s.append(time.monotonic() - read_s)  # an SFU that stops now keeps this waiting, no probe
        body = {
            "duration_ms": round(1000 * (time.monotonic() - started_s)),
            "probes": len(answers_s),
            "failed_probes": failed,
            "answer_ms": round(1000 * max(came_s), 1) if came_s else None,
            **asdict(numbers),
        }
        try:
            async with self._database.writing() as session:
                session.add(SfuBucketRow(started_at=started_at, body=body))
        except SQLAlchemyError as error:
            _log.warning("sfu_bucket_lost", exc_type=type(error).__name__)

    async def _probe(self, client: httpx.AsyncClient) -> float | None:
        """Seconds until it answered, whatever; None: not in time."""
        asked_s = time.monotonic()
        try:
            await client.get(self._sfu_url)
        except httpx.HTTPError:
            answer_s = None
        else:
            answer_s = time.monotonic() - asked_s
        self._answered(answer_s)
        return answer_s

    async def _read_numbers(self, client: httpx.AsyncClient) -> SfuNumbers:
        if self._metrics_url is None:
            return NOTHING
        try:
            answer = await client.get(self._metrics_url)
            if not answer.is_success or len(answer.content) > _METRICS_BYTES_MAX:
                raise ValueError(answer.status_code)
            look = read_look(answer.text, time.monotonic())
        except (httpx.HTTPError, ValueError) as error:
            _log.debug("sfu_metrics_unread", exc_type=type(error).__name__)
            self._look = None
            return NOTHING
        before, self._look = self._look, look
        return look.since(before)

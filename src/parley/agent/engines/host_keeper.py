"""Keeps the engine's host process alive: starts it, reads its report, starts it again when it dies."""

import asyncio
import contextlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import ValidationError

from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.policy import LIVENESS_S
from parley.agent.engines.wire import HostReport
from parley.contracts.ingest import EngineHealth
from parley.contracts.meetings import SPEECH_TO_TEXT

log = structlog.get_logger()

# Read by the native libraries when they load: without them a decode of one clip spreads over all cores and
# costs twice the CPU (0.355 instead of 0.18 s per s of speech, measured).
HOST_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}

_FIRST_BACKOFF_S = 0.2
_MAX_BACKOFF_S = 10.0
_STEADY_S = 30.0  # alive this long, the next death is a new story
_STOP_TIMEOUT_S = 0.8
_LOAD_TIMEOUT_S = 300.0  # the largest weights from a slow disk


@dataclass(frozen=True)
class HostPlan:
    """How the host process is to be started."""

    engine: SpeechEngine
    whisper_dir: Path | None
    threads: int
    language: str
    socket_path: Path

    def arguments(self) -> list[str]:
        """Command line of the host process."""
        line = [sys.executable, "-m", "parley.agent.engines.host", "--socket", str(self.socket_path)]
        line += ["--engine", self.engine, "--threads", str(self.threads), "--language", self.language]
        return line if self.whisper_dir is None else [*line, "--whisper-dir", str(self.whisper_dir)]


class HostKeeper:
    """One host process at a time, restarted with backoff when it dies or says nothing for too long.

    `health` is current at any moment.
    """

    def __init__(self, plan: HostPlan, liveness_s: float = LIVENESS_S) -> None:
        self._plan = plan
        self._liveness_s = liveness_s
        self.health: list[EngineHealth] = [self._problem("The speech engine is starting.")]
        self.pid: int | None = None

    async def run(self) -> None:
        """Runs until cancelled, then stops the process."""
        if self._plan.engine is SpeechEngine.OFF:
            self.health = [self._problem("The speech engine is off: PARLEY_SPEECH_ENGINE=off.")]
            return
        backoff_s = _FIRST_BACKOFF_S
        while True:
            started_s = time.monotonic()
            await self._run_once()
            if time.monotonic() - started_s > _STEADY_S:
                backoff_s = _FIRST_BACKOFF_S
            await asyncio.sleep(backoff_s)
            backoff_s = min(2 * backoff_s, _MAX_BACKOFF_S)

    async def _run_once(self) -> None:
        self._plan.socket_path.unlink(missing_ok=True)
        process = await asyncio.create_subprocess_exec(
            *self._plan.arguments(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | HOST_ENVIRONMENT,  # the child's environment, not settings of ours
        )
        self.pid = process.pid
        assert process.stdout is not None
        try:
            await self._read_report(process.stdout)
            if not any(one.is_ready for one in self.health):
                # Nothing works: wait a while and look again, the operator may have mended it.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), _MAX_BACKOFF_S)
                return
            await self._until_silent(process.stdout)
            await _stop(process)
            self.health = [self._problem("The speech engine died and is being restarted.")]
            log.error("engine_host_died", exit_status=process.returncode)
        finally:
            self.pid = None
            await _stop(process)

    async def _read_report(self, stdout: asyncio.StreamReader) -> None:
        try:
            line = await asyncio.wait_for(stdout.readline(), _LOAD_TIMEOUT_S)
        except TimeoutError:
            self.health = [self._problem(f"The speech engine did not load within {_LOAD_TIMEOUT_S:.0f} s.")]
            return
        with contextlib.suppress(ValidationError):  # it died first
            self.health = HostReport.model_validate_json(line).health
            log.info("engine_host_reported", engines=[(one.name, one.is_ready) for one in self.health])

    async def _until_silent(self, stdout: asyncio.StreamReader) -> None:
        """Returns when the host is dead, or lives but does not work any more."""
        try:
            while await asyncio.wait_for(stdout.readline(), self._liveness_s):
                pass
        except TimeoutError:
            log.error("engine_host_stuck", silent_s=self._liveness_s)

    def _problem(self, sentence: str) -> EngineHealth:
        return EngineHealth(
            kind=SPEECH_TO_TEXT,
            name=str(self._plan.engine),
            is_ready=False,
            languages=[],
            problem=sentence,
        )


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    assert process.stdin is not None
    process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _STOP_TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()

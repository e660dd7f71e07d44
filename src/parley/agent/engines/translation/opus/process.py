"""A worker's end of the process that holds one model."""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

from parley.agent.engines.translation.resident import ProgramDied

LOAD_TIMEOUT_S = 60.0  # the largest of these models, 0.9 GB, from a slow disk
_MOST_BYTES = 1_000_000
_END_TIMEOUT_S = 1.0
# Nothing else of ours is its to know. One thread: captions are on the same cores.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class OpusProcess:
    """One model, loaded."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, folder: Path) -> "OpusProcess":
        """Starts the process and waits until the model is loaded.

        Raises:
            OSError: It cannot be started.
            ProgramDied: The model cannot be loaded, or not in time.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "parley.agent.engines.translation.opus.program", str(folder)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it may repeat what was said
            env=_ENVIRONMENT,
            limit=_MOST_BYTES,
        )
        started = cls(process)
        is_ready = False
        try:
            async with asyncio.timeout(LOAD_TIMEOUT_S):
                is_ready = (await started._answer()).get("is_ready") is True
        except TimeoutError as problem:
            raise ProgramDied from problem
        finally:
            if not is_ready:
                await started.close()
        return started

    @property
    def pids(self) -> list[int]:
        """Of its one process."""
        return [self._process.pid]

    async def exchange(self, text: str) -> str:
        """As `resident.Program` has it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            await self._process.stdin.drain()
        except OSError as problem:
            raise ProgramDied from problem
        answer = (await self._answer()).get("text")
        if not isinstance(answer, str):
            raise ProgramDied
        return answer

    async def close(self) -> None:
        """Ends the process, which holds nothing that it would have to put away."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _END_TIMEOUT_S)

    async def _answer(self) -> dict[str, object]:
        assert self._process.stdout is not None
        try:
            answer = json.loads(await self._process.stdout.readline())
        except ValueError as problem:  # nothing, half a line, or one that is far too long
            raise ProgramDied from problem
        if not isinstance(answer, dict):
            raise ProgramDied
        return answer

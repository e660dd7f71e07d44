"""An engine's host process with its keeper, and one job's connection to it."""

import asyncio
from contextlib import suppress
from pathlib import Path

from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.host_client import HostClient
from parley.agent.engines.host_keeper import HostKeeper, HostPlan
from parley.agent.engines.policy import LIVENESS_S
from parley.agent.engines.redecoding import RedecodingSpeechToText


class Host:
    """A host process with its keeper, and one job's connection to it."""

    def __init__(
        self,
        engine: SpeechEngine,
        folder: Path,
        whisper_dir: Path | None = None,
        liveness_s: float = LIVENESS_S,
    ) -> None:
        socket_path = folder / "engine.sock"
        self.keeper = HostKeeper(HostPlan(engine, whisper_dir, 2, "en", socket_path), liveness_s)
        self.client = HostClient(socket_path)
        self.speech_to_text = RedecodingSpeechToText(self.client)
        self._tasks = [asyncio.create_task(self.keeper.run()), asyncio.create_task(self.client.run())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

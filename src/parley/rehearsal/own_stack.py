"""A deployment of the rehearsal's own: on free ports, in a temporary folder, gone afterwards.

It shares nothing with a deployment that the environment describes, least of all its database.
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from parley.rehearsal.errors import DeploymentProblem
from parley.stack.errors import StackError
from parley.stack.settings import StackSettings, environment_apart
from parley.stack.stack import Stack

WORKER_TIMEOUT_S = 120.0  # 7-9 s where nothing else runs; a machine that builds and tests takes its time


@asynccontextmanager
async def own_stack(speech_engine: str | None = None) -> AsyncIterator[Stack]:
    """A stack whose agent is ready to work.

    Args:
        speech_engine: Instead of what PARLEY_SPEECH_ENGINE says.

    Raises:
        DeploymentProblem: It does not start.
    """
    with tempfile.TemporaryDirectory(prefix="parley-rehearsal-") as folder:
        settings = StackSettings.apart(Path(folder))
        if speech_engine is not None:
            settings = settings.model_copy(update={"speech_engine": speech_engine})
        try:
            async with Stack(settings, inherited=environment_apart()) as stack:
                readiness = await stack.wait_for_worker(WORKER_TIMEOUT_S)
                if readiness is None or not readiness.has_worker:
                    raise DeploymentProblem(
                        f"The agent was not ready within {WORKER_TIMEOUT_S:.0f} s. "
                        "`parley doctor` says what is missing."
                    )
                yield stack
        except StackError as error:
            raise DeploymentProblem(str(error)) from error

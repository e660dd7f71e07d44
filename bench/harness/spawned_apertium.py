"""The peer's way: a process is started for each sentence."""

import asyncio

from parley.agent.engines.translation.ports import Pair, Sentence, TranslatorCapabilities
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION


class SpawnedApertium:
    """Behind the agent's port."""

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name="apertium-spawned")

    @property
    def capabilities(self) -> TranslatorCapabilities:
        return TranslatorCapabilities(pairs=(Pair("en", "es"),), is_draft=True)

    def prepare(self, pair: Pair) -> None:
        """Nothing stays."""

    async def translate(self, sentence: Sentence) -> str:
        """Through the shell script that Apertium brings."""
        process = await asyncio.create_subprocess_exec(
            *("apertium", "-u", "eng-spa"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        answer, _ = await process.communicate(sentence.text.encode())
        return answer.decode().strip()

    async def close(self) -> None:
        """Nothing stays."""

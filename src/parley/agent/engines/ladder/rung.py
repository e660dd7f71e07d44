"""One engine of the ladder, and whether an utterance may go to it."""

from typing import Protocol

from parley.agent.engines.ladder.circuit import Circuit
from parley.agent.engines.ports import SpeechToText


class CloudEngine(SpeechToText, Protocol):
    """An engine outside the deployment: it can be asked whether it works, and has connections to end.

    Its capabilities are known before it works.
    """

    async def probe(self) -> None:
        """Asks without giving it sound.

        Raises:
            EngineTrouble: It does not work.
        """
        ...

    async def close(self) -> None: ...


class Rung:
    """An engine of a meeting.

    Attributes:
        tries: How often one utterance may be given to it. What a local engine chokes on, it will again; a
            cloud engine mostly fails for reasons that pass.
    """

    def __init__(self, engine: SpeechToText, cloud: CloudEngine | None = None) -> None:
        self.engine = engine
        self.cloud = cloud
        self.circuit = Circuit()
        self.tries = 1 if cloud is None else 2

    @property
    def is_usable(self) -> bool:
        """Whether it takes an utterance now."""
        return not self.circuit.is_open and self.engine.status().engine is not None

    @property
    def name(self) -> str:
        """Its engine, for logs."""
        used = self.engine.engines()
        return used[0].name if used else "local"

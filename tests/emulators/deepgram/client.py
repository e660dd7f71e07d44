"""A test's end of the emulator: starts its process, gives it orders, asks what came."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from websockets.sync.client import connect

from tests.emulators.deepgram.script import Order, Script, Visit, Visits
from tests.emulators.process import emulator_process

KEY = "a-key-of-this-test"


@dataclass(frozen=True)
class DeepgramProcess:
    """A running emulator."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/listen"

    def play(self, *scripts: Script) -> None:
        """How the next connections go, one after the other; the last script is for all that follow."""
        self._ask(Order(scripts=scripts))

    def visits(self) -> list[Visit]:
        """What came since `play`."""
        return self._ask(Order())

    def _ask(self, order: Order) -> list[Visit]:
        with connect(f"ws://127.0.0.1:{self.port}/control", proxy=None) as socket:
            socket.send(order.model_dump_json())
            return Visits.model_validate_json(socket.recv()).visits


@contextmanager
def deepgram_emulator() -> Iterator[DeepgramProcess]:
    """Runs one until the end of the block."""
    with emulator_process("tests.emulators.deepgram", KEY) as (port, process):
        yield DeepgramProcess(port, process)

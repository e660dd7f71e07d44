"""A listener in a process of its own, as a browser is: what it hears of late is not due to others' listening.

Reads a `JoinResponse` as a line of JSON, enters, says so with an empty line, and at the end of its input says
when each caption came: a list of what `HeardCaption` holds.
"""

import asyncio
import json
import sys
from typing import NamedTuple

from parley.contracts.access import JoinResponse
from parley.contracts.ids import SegmentId
from parley.rehearsal.listener import Listener


class HeardCaption(NamedTuple):
    """A caption as it came, a partial or a final.

    Attributes:
        arrived_s: On the machine's monotonic clock.
        end_ms: Up to where the agent had heard the speaker, on the meeting clock.
    """

    segment_id: SegmentId
    arrived_s: float
    end_ms: int
    is_final: bool

    @property
    def lateness_ms(self) -> float:
        """On a clock of unknown beginning, the same for all of a meeting."""
        return self.arrived_s * 1000 - self.end_ms


class FarListener:
    """The other end of it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def enter(cls, joined: JoinResponse) -> "FarListener":
        """Returns once it is in the room."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.harness.far_listener"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(joined.model_dump_json().encode() + b"\n")
        assert await process.stdout.readline() == b"\n", "it is in the room"
        return cls(process)

    async def leave(self) -> list[HeardCaption]:
        """All captions, of each segment in the order in which they came."""
        told, _ = await self._process.communicate(b"")  # without any input Python 3.11 leaves its stdin open
        return [HeardCaption(*caption) for caption in json.loads(told)]


async def _listen() -> None:
    loop = asyncio.get_running_loop()
    listener = Listener()
    line = await loop.run_in_executor(None, sys.stdin.readline)
    await listener.enter(JoinResponse.model_validate_json(line))
    print(flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    heard = [
        HeardCaption(live.segment_id, update.arrived_s, update.end_ms, update.is_final)
        for live in listener.captions.segments
        for update in live.segment.updates
    ]
    await listener.leave()
    print(json.dumps(heard), flush=True)


if __name__ == "__main__":
    asyncio.run(_listen())

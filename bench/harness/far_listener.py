"""A listener in a process of its own, as a browser is: what it hears of late is not due to others' listening.

Reads a `JoinResponse` as a line of JSON, enters, says so with an empty line, and at the end of its input says
when each final came: `{segment id: seconds on the machine's monotonic clock}`.
"""

import asyncio
import json
import sys

from parley.contracts.access import JoinResponse
from parley.contracts.ids import SegmentId
from parley.rehearsal.listener import Listener


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

    async def leave(self) -> dict[SegmentId, float]:
        """When each final came."""
        told, _ = await self._process.communicate()
        finals_s: dict[SegmentId, float] = json.loads(told)
        return finals_s


async def _listen() -> None:
    loop = asyncio.get_running_loop()
    listener = Listener()
    line = await loop.run_in_executor(None, sys.stdin.readline)
    await listener.enter(JoinResponse.model_validate_json(line))
    print(flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    finals_s = {
        live.segment_id: live.segment.final.arrived_s for live in listener.captions.segments if live.is_final
    }
    await listener.leave()
    print(json.dumps(finals_s), flush=True)


if __name__ == "__main__":
    asyncio.run(_listen())

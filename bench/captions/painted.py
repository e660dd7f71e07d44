"""From the agent's publishing a caption to its being painted in a browser: our page in Chromium.

The bench takes the agent's place in the room and publishes through the agent's own publisher, so that the
moment of publishing is known. Both clocks are this machine's.
"""

import asyncio
import time

import numpy as np

from bench.harness.agents_place import agents_place
from bench.harness.painting import painted_while, require_chromium
from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from parley.agent.captions.assembler import Caption
from parley.agent.room.publisher import CaptionPublisher
from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.stack.stack import Stack

PEER = ""
CAPTIONS, EVERY_S = 100, 0.3


def run() -> list[Row]:
    """A hundred captions, a partial or final each 0.3 s."""
    require_chromium()
    latencies_ms = on_own_stack(_measure, "fake")
    if len(latencies_ms) < CAPTIONS * 0.9:
        raise SystemExit(f"Of {CAPTIONS} captions {len(latencies_ms)} were painted.")
    p50, p90, p95 = np.percentile(latencies_ms, [50, 90, 95])
    return [
        Row("captions painted", "captions", len(latencies_ms)),
        Row("publish to painted p50", "ms", float(p50), None, 60),
        Row("publish to painted p90", "ms", float(p90)),
        Row("publish to painted p95", "ms", float(p95)),
    ]


async def _measure(stack: Stack) -> list[float]:
    published: dict[str, float] = {}

    async def publish(meeting_id: MeetingId) -> None:
        async with agents_place(stack, meeting_id) as place:

            async def send(text: str, attributes: dict[str, str]) -> None:
                published[text] = time.time() * 1000
                await place.send(text, attributes)

            publisher = CaptionPublisher(send)
            sending = asyncio.create_task(publisher.run())
            for number in range(CAPTIONS):
                publisher.publish(_caption(number, place.reader))
                await asyncio.sleep(EVERY_S)
            sending.cancel()

    painted = await painted_while(stack, publish)
    return [painted[text] - at_ms for text, at_ms in published.items() if text in painted]


def _caption(number: int, speaker: ParticipantIdentity) -> Caption:
    """Four states a segment; each text differs from all others on the screen."""
    text = f"Caption {number} of this bench."
    return Caption(
        segment_id=SegmentId(f"SG_bench{number // 4:04d}"),
        speaker=speaker,
        track_id="TR_bench",
        language="en",
        start_ms=1000 * number,
        end_ms=1000 * number + 900,
        text=text,
        firm_characters=len(text) // 2,
        is_final=number % 4 == 3,
    )

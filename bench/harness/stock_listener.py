"""A participant that listens as stock transcribers do; `python -m bench.harness.stock_listener URL TOKEN`."""

import asyncio
import sys

import numpy as np
from livekit import rtc
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES

RATE_HZ = 16_000


async def listen(url: str, token: str) -> None:
    """Subscribe to everybody until killed."""
    room = rtc.Room()
    tasks: set[asyncio.Task[None]] = set()

    def on_subscribed(track: rtc.Track, *_: object) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            tasks.add(asyncio.create_task(hear(track)))

    room.on("track_subscribed", on_subscribed)
    await room.connect(url, token)
    await asyncio.Event().wait()


async def hear(track: rtc.Track) -> None:
    """Voice activity of one microphone."""
    stream = rtc.AudioStream.from_track(track=track, sample_rate=RATE_HZ, num_channels=1)
    vad, rest = VAD(), np.zeros(0, np.int16)
    async for event in stream:
        rest = np.concatenate([rest, np.frombuffer(event.frame.data, np.int16)])
        while len(rest) >= VAD_WINDOW_SAMPLES:
            vad.predict(np.ascontiguousarray(rest[:VAD_WINDOW_SAMPLES]))
            rest = rest[VAD_WINDOW_SAMPLES:]


if __name__ == "__main__":
    asyncio.run(listen(*sys.argv[1:]))

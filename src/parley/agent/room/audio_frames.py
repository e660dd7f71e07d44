"""Frames of all subscribed tracks through one subscription to the SDK's events.

`rtc.AudioStream` hands every stream's events to every stream, which costs 10.7 % of a core for one silent
microphone and grows with the square of their number. This adapter subscribes once and hands each frame to
its track's listener (5.0 %). It uses private names of the SDK, so it names the version it knows, and a test
fails when another is installed.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable

import numpy as np
import structlog
from livekit import rtc
from livekit.rtc._ffi_client import FfiClient, FfiHandle
from livekit.rtc._proto import audio_frame_pb2, ffi_pb2

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm
from parley.agent.room.frame_queue import FrameQueue

KNOWN_SDK_VERSION = "1.1.21"
FRAME_MS = 60  # larger costs less CPU and adds as much delay

log = structlog.get_logger()

FrameHandler = Callable[[Pcm, float], None]
"""Takes 16 kHz mono int16 samples and the monotonic time of their arrival."""


def warm_up_sdk() -> None:
    """Starts the SDK's native side, which takes up to 0.3 s, before there is a room to join."""
    assert FfiClient.instance is not None


class AudioFrames:
    """Opens tracks and delivers their frames on the event loop. One per room."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._handlers: dict[int, FrameHandler] = {}
        self._streams: dict[int, FfiHandle] = {}
        self._frames = FrameQueue(self._wake_loop)
        self._queue = FfiClient.instance.queue.subscribe(self._loop, filter_fn=self._take)

    def open(self, track: rtc.RemoteTrack, on_frame: FrameHandler) -> int:
        """Starts delivering a track's frames; returns what `stop` needs."""
        request = ffi_pb2.FfiRequest()
        stream = request.new_audio_stream
        stream.track_handle = track._ffi_handle.handle
        stream.sample_rate = SAMPLE_RATE_HZ
        stream.num_channels = 1
        stream.queue_size_frames = 0
        stream.frame_size_ms = FRAME_MS
        stream.type = audio_frame_pb2.AudioStreamType.AUDIO_STREAM_NATIVE
        answer = FfiClient.instance.request(request)
        handle = FfiHandle(answer.new_audio_stream.stream.handle.id)
        self._handlers[handle.handle] = on_frame
        self._streams[handle.handle] = handle
        return handle.handle

    def stop(self, stream: int) -> None:
        """Stops a track's frames; those that have arrived are delivered first."""
        self._deliver()
        self._handlers.pop(stream, None)
        self._frames.forget(stream)
        if (handle := self._streams.pop(stream, None)) is not None:
            handle.dispose()

    def close(self) -> None:
        """Stops all."""
        for stream in list(self._streams):
            self.stop(stream)
        FfiClient.instance.queue.unsubscribe(self._queue)

    def _take(self, event: ffi_pb2.FfiEvent) -> bool:
        """Runs in the SDK's own thread for each event; false keeps the event out of the queue."""
        if event.WhichOneof("message") != "audio_stream_event":
            return False
        audio = event.audio_stream_event
        if not audio.HasField("frame_received"):
            return False
        # Made even for a stream just stopped: only this releases the frame's memory on the native side.
        frame = rtc.AudioFrame._from_owned_info(audio.frame_received.frame)
        if audio.stream_handle in self._handlers:
            pcm = np.frombuffer(frame.data, np.int16)
            self._frames.put(audio.stream_handle, pcm, time.monotonic())
        return False

    def _wake_loop(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the job is over
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        for stream, pcm, arrived_at_s in self._frames.take():
            handler = self._handlers.get(stream)
            if handler is not None:
                handler(pcm, arrived_at_s)

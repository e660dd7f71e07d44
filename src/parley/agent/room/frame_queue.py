"""Frames on their way from the SDK's thread to the event loop.

One wake-up delivers all that has arrived. Who has been silent for a second wakes nobody: such frames wait, in
order, until anybody makes a sound or there are many. Nothing is dropped, so no first word is lost, and the
pause that ends an utterance is shorter than that second.
"""

from collections import deque
from collections.abc import Callable, Iterator

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm
from parley.agent.listening.segmenter import QUIET_PEAK

SILENT_AFTER_S = 1.0
WAITING_FRAMES_MAX = 200  # half a second of 24 microphones, 12 s of one


class FrameQueue:
    """Many threads may put, one takes.

    Args:
        wake: Called in the putting thread when frames are to be taken, once until they are.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._frames: deque[tuple[int, Pcm, float]] = deque()
        self._silent_samples: dict[int, int] = {}
        self._is_awake = False

    def put(self, stream: int, pcm: Pcm, arrived_at_s: float) -> None:
        """Takes a frame of a stream that arrived at a monotonic time."""
        self._frames.append((stream, pcm, arrived_at_s))
        if not self._may_wait(stream, pcm) and not self._is_awake:
            self._is_awake = True
            self._wake()

    def take(self) -> Iterator[tuple[int, Pcm, float]]:
        """All frames, the oldest first."""
        self._is_awake = False  # before taking: what is put from now on wakes again
        while self._frames:
            yield self._frames.popleft()

    def forget(self, stream: int) -> None:
        """The stream is over."""
        self._silent_samples.pop(stream, None)

    def _may_wait(self, stream: int, pcm: Pcm) -> bool:
        is_silent = int(pcm.min()) > -QUIET_PEAK and int(pcm.max()) < QUIET_PEAK
        silent = self._silent_samples.get(stream, 0) + len(pcm) if is_silent else 0
        self._silent_samples[stream] = silent
        return silent > SILENT_AFTER_S * SAMPLE_RATE_HZ and len(self._frames) < WAITING_FRAMES_MAX

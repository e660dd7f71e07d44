"""A microphone that stays open: silence, a recording at its time, silence again, at the pace of real time."""

import asyncio
from itertools import count
from time import monotonic

import numpy as np
import numpy.typing as npt
from livekit import rtc

from parley.rehearsal.recordings import PLAYED_RATE_HZ, Recording

FRAME_S = 0.02
_FRAME_SAMPLES = round(PLAYED_RATE_HZ * FRAME_S)
# Frames are handed over this much ahead of their time: the SDK's own timer then sends them evenly even
# if this process is held up for a moment.
_LEAD_S = 0.2
_QUEUE_MS = 1000


class Microphone:
    """An audio source that plays one recording. Use `run` as a task for as long as it is open.

    Attributes:
        track: To be published.
        playback_began_s: Monotonic time at which the recording's first sample was sent; null before.
        held_up_s: By how much sending fell behind because this machine was too busy; times after that are
            pessimistic by as much.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._source = rtc.AudioSource(PLAYED_RATE_HZ, 1, queue_size_ms=_QUEUE_MS)
        self.track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        self.playback_began_s: float | None = None
        self.held_up_s = 0.0
        self._due_s: float | None = None
        self._next_sample = 0

    def play_at(self, due_s: float) -> None:
        """Begin the recording with the first frame that is sent at or after this monotonic time."""
        self._due_s = due_s

    @property
    def is_played(self) -> bool:
        """The recording was sent to its last sample."""
        began_s = self.playback_began_s
        return began_s is not None and monotonic() >= began_s + self._recording.duration_s

    async def run(self) -> None:
        """Send frames until cancelled: 48 kHz mono int16, 20 ms each."""
        began_s = monotonic()
        for number in count():
            sent_s = began_s + number * FRAME_S
            ahead_s = sent_s - monotonic()
            if ahead_s > _LEAD_S:
                await asyncio.sleep(ahead_s - _LEAD_S)
            elif ahead_s < 0 and number > 0:
                # The SDK has filled the gap with silence; what follows is late by as much.
                began_s -= ahead_s
                self.held_up_s -= ahead_s
            await self._source.capture_frame(self._frame(sent_s))

    async def close(self) -> None:
        """Release the source; after `run` has ended."""
        await self._source.aclose()

    def _frame(self, sent_s: float) -> rtc.AudioFrame:
        samples: npt.NDArray[np.int16] = np.zeros(_FRAME_SAMPLES, dtype=np.int16)
        if self._due_s is not None and sent_s >= self._due_s:
            if self.playback_began_s is None:
                self.playback_began_s = sent_s
            spoken = self._recording.played[self._next_sample : self._next_sample + _FRAME_SAMPLES]
            samples[: len(spoken)] = spoken
            self._next_sample += _FRAME_SAMPLES
        return rtc.AudioFrame(samples.tobytes(), PLAYED_RATE_HZ, 1, _FRAME_SAMPLES)

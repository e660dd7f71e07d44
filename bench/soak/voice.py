"""A microphone that says a few clips again and again with pauses, and notes when it said each."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr
from livekit import rtc

from parley.rehearsal.recordings import PLAYED_RATE_HZ
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips

PAUSE_S = 1.2  # each clip is an utterance of its own for the agent's gate, which waits 0.45 s
_FRAME_S = 0.02
_FRAME_SAMPLES = round(PLAYED_RATE_HZ * _FRAME_S)
_LEAD_S = 0.2
_QUEUE_MS = 1000

Clip = npt.NDArray[np.int16]
"""48 kHz mono int16: one utterance without pauses."""


class NoSpeech(Exception):
    """The recorded speech is not installed."""

    def __init__(self) -> None:
        super().__init__("There is no recorded speech: apt install pocketsphinx-testdata")


@dataclass(frozen=True)
class Stretch:
    """From when to when something was so; wall clock seconds."""

    begin_s: float
    end_s: float


def short_clips() -> list[Clip]:
    """Utterances of 1 to 4 s of Debian's pocketsphinx-testdata.

    Raises:
        NoSpeech: It is not installed.
    """
    folder = TESTDATA / "cards"
    if not folder.is_dir():
        raise NoSpeech
    clips = [samples for _, samples in transcribed_clips(folder, "cards.transcription")]
    return [_played(_trimmed(clip)) for clip in clips]


def _trimmed(clip: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Without the silence before and after."""
    window = TESTDATA_RATE_HZ // 50
    loudness = np.abs(clip[: len(clip) // window * window].reshape(-1, window)).max(axis=1)
    loud = np.flatnonzero(loudness > 0.1 * loudness.max())
    return clip[loud[0] * window : (loud[-1] + 1) * window]


def _played(clip: npt.NDArray[np.float32]) -> Clip:
    at_rate = soxr.resample(clip, TESTDATA_RATE_HZ, PLAYED_RATE_HZ)
    played: Clip = (np.clip(at_rate, -1, 1) * 32_767).astype(np.int16)
    return played


class Voice:
    """Speaks from `run` on until it is cancelled; nobody has to be listening.

    Attributes:
        said: What was said to its end, in order.
    """

    def __init__(self, clips: list[Clip], *, first_pause_s: float = 0.0, pause_s: float = PAUSE_S) -> None:
        self.said: list[Stretch] = []
        self._pause_s = pause_s
        self._first_pause_s = first_pause_s
        self._clips = clips
        self._source = rtc.AudioSource(PLAYED_RATE_HZ, 1, queue_size_ms=_QUEUE_MS)

    def track(self) -> rtc.LocalAudioTrack:
        """A track of this voice, to be published in one room."""
        return rtc.LocalAudioTrack.create_audio_track("microphone", self._source)

    async def run(self) -> None:
        """Send frames of 20 ms at the pace of real time, a little ahead of it."""
        due_s = time.monotonic()
        begin_s = 0.0
        for frame, is_first, is_last in self._frames():
            ahead_s = due_s - time.monotonic()
            if ahead_s > _LEAD_S:
                await asyncio.sleep(ahead_s - _LEAD_S)
            elif ahead_s < 0:
                due_s -= ahead_s  # this process was held up; the SDK has sent silence meanwhile
            if is_first:
                begin_s = time.time() + max(0.0, ahead_s)
            await self._source.capture_frame(frame)
            due_s += _FRAME_S
            if is_last:
                self.said.append(Stretch(begin_s, time.time() + max(0.0, ahead_s)))

    async def close(self) -> None:
        """Release the source, after `run` has ended."""
        await self._source.aclose()

    def _frames(self) -> Iterator[tuple[rtc.AudioFrame, bool, bool]]:
        """Frames, each with whether it begins and whether it ends a clip."""
        for _ in range(round(self._first_pause_s / _FRAME_S)):
            yield _frame(np.zeros(_FRAME_SAMPLES, np.int16)), False, False
        for clip in itertools.cycle(self._clips):
            starts = range(0, len(clip), _FRAME_SAMPLES)
            for start in starts:
                yield _frame(clip[start : start + _FRAME_SAMPLES]), start == 0, start == starts[-1]
            for _ in range(round(self._pause_s / _FRAME_S)):
                yield _frame(np.zeros(_FRAME_SAMPLES, np.int16)), False, False


def _frame(samples: Clip) -> rtc.AudioFrame:
    whole = np.zeros(_FRAME_SAMPLES, np.int16)
    whole[: len(samples)] = samples
    return rtc.AudioFrame(whole.tobytes(), PLAYED_RATE_HZ, 1, _FRAME_SAMPLES)

"""Clips of one meeting that wait at the engine: so much is kept, and only what is needed."""

from dataclasses import dataclass, field

import structlog

from parley.agent.engines.policy import MAX_BACKLOG_S
from parley.agent.engines.ports import SAMPLE_RATE_HZ
from parley.agent.engines.wire import DecodeRequest

log = structlog.get_logger()

_BYTES_PER_S = 2 * SAMPLE_RATE_HZ


@dataclass(order=True)
class Clip:
    """A clip to decode; ordered by rank (0 is a final), then by arrival.

    Attributes:
        audio: int16; empty once the clip is not wanted any more.
    """

    rank: int
    number: int
    request: DecodeRequest = field(compare=False)
    audio: bytes = field(compare=False)
    arrived_at_s: float = field(compare=False)
    is_wanted: bool = field(compare=False, default=True)

    @property
    def length_s(self) -> float:
        """Seconds of sound."""
        return len(self.audio) / _BYTES_PER_S


class WaitingClips:
    """The clips of one connection, oldest first."""

    def __init__(self, max_s: float = MAX_BACKLOG_S) -> None:
        self._max_s = max_s
        self._clips: dict[int, Clip] = {}

    def add(self, clip: Clip) -> None:
        """Takes a clip. A final makes partials of its utterance worthless, and too old finals have to go."""
        if clip.request.is_final:
            for other in list(self._clips.values()):
                if other.request.utterance == clip.request.utterance:
                    self._drop(other)
        self._clips[clip.number] = clip
        finals = [one for one in self._clips.values() if one.request.is_final]
        excess_s = sum(one.length_s for one in finals) - self._max_s
        for oldest in finals[:-1]:
            if excess_s <= 0:
                break
            excess_s -= oldest.length_s
            log.warning("clip_dropped", length_ms=round(oldest.length_s * 1000))
            self._drop(oldest)

    def take(self, clip: Clip) -> None:
        """The clip's turn has come; it waits no more."""
        self._clips.pop(clip.number, None)

    def drop_all(self) -> None:
        """The connection is gone."""
        for clip in list(self._clips.values()):
            self._drop(clip)

    def _drop(self, clip: Clip) -> None:
        clip.audio, clip.is_wanted = b"", False
        self.take(clip)

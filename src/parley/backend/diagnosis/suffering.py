"""What listeners went through, speaker by speaker: where sound broke up and pictures stood still. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from parley.backend.diagnosis.readings import Person, freeze_pct
from parley.backend.diagnosis.rules.person import share
from parley.backend.diagnosis.rules.thresholds import CONCEALED_PCT, FREEZE_PCT, PACKETS_MIN
from parley.backend.diagnosis.spans import Moment
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.page import TelemetryBucket

OVERLAP_MS = 60_000
"""Buckets of two pages of one person may overlap; none is longer."""


@dataclass(frozen=True)
class Suffering:
    """How one listener had one speaker.

    Attributes:
        moments: Every bucket that tells of the speaker; severity 0 where all was well.
        concealed_pct: Of the speech that was played; None: none was.
    """

    listener: ParticipantIdentity
    speaker: ParticipantIdentity
    moments: Sequence[Moment]
    concealed_pct: float | None
    freeze_ms: float

    @property
    def troubled_ms(self) -> int:
        return sum(end - start for start, end, severity in self.moments if severity > 0)

    def is_told(self, start_ms: int, end_ms: int) -> bool:
        return any(True for _ in self._within(start_ms, end_ms))

    def is_troubled(self, start_ms: int, end_ms: int) -> bool:
        return any(severity > 0 for *_, severity in self._within(start_ms, end_ms))

    def _within(self, start_ms: int, end_ms: int) -> Iterator[Moment]:
        """The moments are in their order and hardly overlap: those before need no look."""
        first = bisect_left(self.moments, start_ms - OVERLAP_MS, key=lambda moment: moment[1])
        for moment in islice(self.moments, first, None):
            if moment[0] >= end_ms:
                return
            if moment[1] > start_ms:
                yield moment


def sufferings_of(listener: Person) -> list[Suffering]:
    """One for each speaker whom the listener had anything of, in the order of their coming."""
    rows: dict[ParticipantIdentity, list[_Row]] = {}
    for reading in listener.readings:
        for row in _rows(reading.bucket):
            rows.setdefault(row.speaker, []).append(row)
    return [
        Suffering(
            listener.identity,
            speaker,
            [row.moment for row in own],
            _concealed(own),
            sum(row.freeze_ms for row in own),
        )
        for speaker, own in rows.items()
    ]


class _Row(NamedTuple):
    speaker: ParticipantIdentity
    moment: Moment
    packets: int
    concealed_pct: float | None
    freeze_ms: float


def _rows(bucket: TelemetryBucket) -> Iterable[_Row]:
    """What one bucket tells of each speaker: sound of all sources, the picture that stood still longest."""
    start_ms, end_ms = bucket.start_ms, bucket.start_ms + bucket.duration_ms
    packets: dict[ParticipantIdentity, int] = {}
    concealed: dict[ParticipantIdentity, float] = {}
    frozen: dict[ParticipantIdentity, float] = {}
    for audio in bucket.downlink_audio:
        packets[audio.speaker] = packets.get(audio.speaker, 0) + audio.packets
        if audio.concealed_pct is not None and audio.packets >= PACKETS_MIN:
            concealed[audio.speaker] = max(concealed.get(audio.speaker, 0.0), audio.concealed_pct)
    for video in bucket.downlink_video:
        frozen[video.speaker] = max(frozen.get(video.speaker, 0.0), video.freeze_ms)
    for speaker in packets | frozen:
        concealed_pct, freeze_ms = concealed.get(speaker), frozen.get(speaker, 0.0)
        severity = share(concealed_pct, CONCEALED_PCT)
        if freeze_ms > 0:
            severity = max(severity, share(freeze_pct(freeze_ms, bucket.duration_ms), FREEZE_PCT))
        yield _Row(speaker, (start_ms, end_ms, severity), packets.get(speaker, 0), concealed_pct, freeze_ms)


def _concealed(rows: Iterable[_Row]) -> float | None:
    told = [(row.packets, row.concealed_pct) for row in rows if row.concealed_pct is not None]
    packets = sum(count for count, _ in told)
    return sum(count * value for count, value in told) / packets if packets else None

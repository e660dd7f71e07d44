"""What listeners went through, speaker by speaker: where sound broke up and pictures stood still. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.backend.diagnosis.readings import Person, freeze_pct
from parley.backend.diagnosis.rules import share
from parley.backend.diagnosis.spans import Moment
from parley.backend.diagnosis.thresholds import CONCEALED_PCT, FREEZE_PCT, PACKETS_MIN
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.page import TelemetryBucket


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
        return any(start < end_ms and end > start_ms for start, end, _ in self.moments)

    def is_troubled(self, start_ms: int, end_ms: int) -> bool:
        return any(
            severity > 0 and start < end_ms and end > start_ms for start, end, severity in self.moments
        )


def sufferings_of(listener: Person) -> list[Suffering]:
    """One for each speaker whom the listener had anything of, in the order of their coming."""
    rows: dict[ParticipantIdentity, list[_Row]] = {}
    for reading in listener.readings:
        for speaker in _speakers(reading.bucket):
            rows.setdefault(speaker, []).append(_row(reading.bucket, speaker))
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


@dataclass(frozen=True)
class _Row:
    moment: Moment
    packets: int
    concealed_pct: float | None
    freeze_ms: float


def _speakers(bucket: TelemetryBucket) -> Iterable[ParticipantIdentity]:
    heard = [row.speaker for row in bucket.downlink_audio]
    seen = [row.speaker for row in bucket.downlink_video]
    return dict.fromkeys([*heard, *seen])


def _row(bucket: TelemetryBucket, speaker: ParticipantIdentity) -> _Row:
    audio = [row for row in bucket.downlink_audio if row.speaker == speaker]
    concealed = max(
        (row.concealed_pct for row in audio if row.concealed_pct is not None and row.packets >= PACKETS_MIN),
        default=None,
    )
    freeze_ms = max((row.freeze_ms for row in bucket.downlink_video if row.speaker == speaker), default=0.0)
    severity = max(
        share(concealed, CONCEALED_PCT), share(freeze_pct(freeze_ms, bucket.duration_ms), FREEZE_PCT)
    )
    return _Row(
        (bucket.start_ms, bucket.start_ms + bucket.duration_ms, severity),
        sum(row.packets for row in audio),
        concealed,
        freeze_ms,
    )


def _concealed(rows: Iterable[_Row]) -> float | None:
    told = [(row.packets, row.concealed_pct) for row in rows if row.concealed_pct is not None]
    packets = sum(count for count, _ in told)
    return sum(count * value for count, value in told) / packets if packets else None

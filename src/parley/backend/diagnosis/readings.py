"""What was measured, reduced to what the rules look at: one reading a bucket, in the order of time.

Pure. Whoever reloaded has the buckets of several pages, which become one row of readings.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Generic, TypeVar

from parley.backend.diagnosis.rules.thresholds import PACKETS_MIN, SHORT_BUCKET_MS
from parley.contracts.access import TrackSource
from parley.contracts.diagnosis import Measure
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.meeting import AgentBucket, MeetingTelemetry, PageTelemetry, SfuBucket
from parley.contracts.telemetry.page import MicrophoneState, TelemetryBucket
from parley.contracts.telemetry.streams import NetworkPath

Values = Mapping[Measure, float]
Bucket = TypeVar("Bucket", TelemetryBucket, AgentBucket, SfuBucket)
NEIGHBOUR_MS = 2_500
"""Receivers report what was lost up to so much later than the listener misses it."""


@dataclass(frozen=True)
class Reading(Generic[Bucket]):
    """Attributes: values: What the bucket tells; what it does not tell is not in it."""

    start_ms: int
    end_ms: int
    values: Values
    bucket: Bucket


@dataclass(frozen=True)
class Person:
    """Attributes: usual: Of each measure what this person mostly has; of the round trip the best."""

    identity: ParticipantIdentity
    name: str
    readings: Sequence[Reading[TelemetryBucket]]
    usual: Values

    @property
    def starts_ms(self) -> int:
        return self.readings[0].start_ms if self.readings else 0


@dataclass(frozen=True)
class Readings:
    """Of a whole meeting. Attributes: people: Everyone who joined, whether or not they told anything."""

    people: Sequence[Person]
    agent: Sequence[Reading[AgentBucket]]
    sfu: Sequence[Reading[SfuBucket]]


def read(telemetry: MeetingTelemetry) -> Readings:
    """The whole meeting's readings."""
    return Readings(
        people_of({person.identity: person.name for person in telemetry.people}, telemetry.pages),
        [_agent_reading(bucket) for bucket in _in_order(job.buckets for job in telemetry.agents)],
        [_sfu_reading(bucket) for bucket in _in_order([telemetry.sfu])],
    )


def people_of(names: Mapping[ParticipantIdentity, str], pages: Iterable[PageTelemetry]) -> Sequence[Person]:
    """Everyone named, in that order."""
    buckets: dict[ParticipantIdentity, list[TelemetryBucket]] = {}
    for page in pages:
        buckets.setdefault(page.participant, []).extend(page.buckets)
    for own in buckets.values():
        own.sort(key=lambda bucket: bucket.start_ms)
    uplinks = {who: Uplink(own) for who, own in buckets.items()}
    return [person_of(who, name, buckets.get(who, ()), uplinks) for who, name in names.items()]


def person_of(
    who: ParticipantIdentity,
    name: str,
    buckets: Iterable[TelemetryBucket],
    uplinks: Mapping[ParticipantIdentity, "Uplink"],
) -> Person:
    """Args: buckets: Of this person, in the order of time. uplinks: Of those whom they hear."""
    readings = [_reading(bucket, uplinks) for bucket in buckets]
    return Person(who, name, readings, usual(readings))


def usual(readings: Iterable[Reading[TelemetryBucket]]) -> Values:
    """The median of each measure; of the round trip the lower fifth, which is the line when it is free."""
    values: dict[Measure, list[float]] = {}
    for reading in readings:
        for measure, value in reading.values.items():
            values.setdefault(measure, []).append(value)
    return {
        measure: sorted(found)[len(found) // 5] if measure is Measure.ROUND_TRIP_MS else median(found)
        for measure, found in values.items()
    }


class Uplink:
    """What share of a speaker's packets was lost before the SFU, at any time."""

    def __init__(self, buckets: Sequence[TelemetryBucket]) -> None:
        self._ends = [bucket.start_ms + bucket.duration_ms for bucket in buckets]
        self._losses = [(bucket.start_ms, _uplink_loss(bucket)) for bucket in buckets]

    @property
    def end_ms(self) -> int:
        """Up to when it is known."""
        return max(self._ends, default=0)

    def loss_pct(self, start_ms: int, end_ms: int) -> float | None:
        """The worst of the buckets around; null: not known, and then the listener must not be blamed."""
        found = []
        first = bisect_left(self._ends, start_ms - NEIGHBOUR_MS)
        for began_ms, loss in islice(self._losses, first, None):
            if began_ms > end_ms + NEIGHBOUR_MS:
                break
            if loss is not None:
                found.append(loss)
        return max(found) if found else None


def _uplink_loss(bucket: TelemetryBucket) -> float | None:
    """Of sound: lost pictures are sent again and count as come (of 5 %: 5.3 of sound, 0 of pictures)."""
    audio = bucket.uplink_audio
    if audio is not None and audio.loss_pct is not None and audio.packets >= PACKETS_MIN:
        return audio.loss_pct
    return _weighted(
        [(video.packets, video.loss_pct) for video in bucket.uplink_video if video.loss_pct is not None]
    )


def _reading(
    bucket: TelemetryBucket, uplinks: Mapping[ParticipantIdentity, Uplink]
) -> Reading[TelemetryBucket]:
    end_ms = bucket.start_ms + bucket.duration_ms
    values = {
        Measure.UPLINK_LOSS_PCT: _uplink_loss(bucket),
        Measure.DOWNLINK_LOSS_PCT: _downlink_loss(bucket, end_ms, uplinks),
        Measure.FREEZE_PCT: _freeze_pct(bucket),
        Measure.CONCEALED_PCT: _weighted(
            [
                (row.packets, row.concealed_pct)
                for row in bucket.downlink_audio
                if row.concealed_pct is not None
            ]
        ),
        Measure.JITTER_BUFFER_MS: _mean(row.jitter_buffer_ms for row in bucket.downlink_audio),
        **_path(bucket),
        **_device(bucket),
    }
    return Reading(bucket.start_ms, end_ms, _told(values), bucket)


def _downlink_loss(
    bucket: TelemetryBucket, end_ms: int, uplinks: Mapping[ParticipantIdentity, Uplink]
) -> float | None:
    """What is missing of sound beyond what speakers lost themselves; of pictures the SFU sends some again."""
    told = []
    for row in bucket.downlink_audio or bucket.downlink_video:
        if row.loss_pct is None or row.speaker not in uplinks:
            continue
        if row.loss_pct == 0:  # whatever the speaker's own way was like
            told.append((row.packets, 0.0))
        elif (lost_before := uplinks[row.speaker].loss_pct(bucket.start_ms, end_ms)) is not None:
            told.append((row.packets, max(0.0, row.loss_pct - lost_before)))
    return _weighted(told)


def _path(bucket: TelemetryBucket) -> dict[Measure, float | None]:
    trips = round_trips(bucket, bucket.publisher, bucket.subscriber)
    camera = [video for video in bucket.uplink_video if video.source is TrackSource.CAMERA]
    return {
        Measure.ROUND_TRIP_MS: min(trips, default=None),
        Measure.AVAILABLE_KBPS: bucket.publisher.available_outgoing_kbps if bucket.publisher else None,
        Measure.LIMITED_BANDWIDTH_PCT: _share_pct(
            max((video.limited_bandwidth_ms for video in camera), default=None), bucket
        ),
        Measure.LIMITED_CPU_PCT: _share_pct(
            max((video.limited_cpu_ms for video in bucket.uplink_video), default=None), bucket
        ),
        # A way back that took minutes is told of whole where it ended.
        Measure.AWAY_MS: max([bucket.away_ms, *(gap.duration_ms for gap in bucket.reconnects)]),
    }


def round_trips(bucket: TelemetryBucket, *paths: NetworkPath | None) -> Sequence[float]:
    """Every time that these ways took there and back, as ICE measured it and as the SFU's reports show it.

    One that was late may have met a machine that was busy for a moment. Where packets wait in a queue all are
    late: what counts is the least of an interval (RFC 8289, 3.2).
    """
    told = [path.round_trip_ms for path in paths if path]
    if bucket.uplink_audio and any(path is bucket.publisher for path in paths if path):
        told.append(bucket.uplink_audio.round_trip_ms)
    return [trip for trip in told if trip is not None]


def _device(bucket: TelemetryBucket) -> dict[Measure, float | None]:
    device, microphone = bucket.device, bucket.microphone
    is_seen = not device.is_hidden  # a page in the background is late by design
    is_live = microphone.state is MicrophoneState.LIVE
    pictures = [
        (row.packets, row.dropped_pct) for row in bucket.downlink_video if row.dropped_pct is not None
    ]
    return {
        Measure.LATENESS_MS: device.main_thread_lag_ms if is_seen else None,
        Measure.BUSY_PCT: _share_pct(device.busy_ms, bucket) if is_seen else None,
        Measure.EFFECTS_MS: device.effects_ms,
        Measure.DROPPED_PCT: _weighted(pictures) if is_seen else None,
        Measure.MICROPHONE_DBFS: microphone.level_dbfs if is_live else None,
    }


def _agent_reading(bucket: AgentBucket) -> Reading[AgentBucket]:
    values = {
        Measure.CAPTION_LAG_MS: bucket.caption_lag_p95_ms,
        Measure.QUEUE_MS: bucket.queue_ms,
        Measure.REALTIME_FACTOR: bucket.realtime_factor,
    }
    return Reading(bucket.start_ms, bucket.start_ms + bucket.duration_ms, _told(values), bucket)


def _sfu_reading(bucket: SfuBucket) -> Reading[SfuBucket]:
    values = {
        Measure.SFU_ANSWER_MS: bucket.answer_ms,
        Measure.FAILED_PROBES: float(bucket.failed_probes) if bucket.probes else None,
    }
    return Reading(bucket.start_ms, bucket.start_ms + bucket.duration_ms, _told(values), bucket)


def freeze_pct(freeze_ms: float, duration_ms: int) -> float:
    """A freeze is told when it is over, so a bucket may tell of more than itself."""
    return min(100.0, 100.0 * freeze_ms / duration_ms)


def _freeze_pct(bucket: TelemetryBucket) -> float | None:
    longest = max((row.freeze_ms for row in bucket.downlink_video), default=None)
    return None if longest is None else freeze_pct(longest, bucket.duration_ms)


def _share_pct(ms: float | None, bucket: TelemetryBucket) -> float | None:
    if ms is None or bucket.duration_ms < SHORT_BUCKET_MS:
        return None
    return min(100.0, 100.0 * ms / bucket.duration_ms)


def _weighted(told: Sequence[tuple[int, float]]) -> float | None:
    packets = sum(count for count, _ in told)
    return sum(count * value for count, value in told) / packets if packets >= PACKETS_MIN else None


def _mean(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return sum(found) / len(found) if found else None


def _told(values: Mapping[Measure, float | None]) -> Values:
    return {measure: value for measure, value in values.items() if value is not None}


def _in_order(rows: Iterable[Sequence[Bucket]]) -> list[Bucket]:
    return sorted((bucket for row in rows for bucket in row), key=lambda bucket: bucket.start_ms)

"""What of a person's own readings is trouble, and of which kind. Pure: one reading in, how bad it is out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from parley.backend.diagnosis.readings import Person, Reading, Values, round_trips
from parley.backend.diagnosis.rules import thresholds
from parley.contracts.checks import Transport
from parley.contracts.diagnosis import Cause, Measure
from parley.contracts.telemetry.page import MicrophoneState, TelemetryBucket
from parley.contracts.telemetry.streams import CandidateType, NetworkPath

PersonReading = Reading[TelemetryBucket]


class Reach(StrEnum):
    """Whom trouble of one person can touch."""

    LISTENERS = "listeners"  # who hears that person
    OWN = "own"  # what that person hears
    BOTH = "both"


@dataclass(frozen=True)
class Rule:
    """One kind of trouble.

    Attributes:
        severity: 0: none; up to 1.
        lasts_ms: It has to last so long to count;
        alone: unless it is at least so bad once.
        measures: What is shown as evidence.
    """

    cause: Cause
    reach: Reach
    severity: Callable[[PersonReading, Person], float]
    lasts_ms: int
    measures: Sequence[Measure]
    alone: float = 2.0


def share(value: float | None, range_: tuple[float, float]) -> float:
    """Where a value lies between where trouble begins (0.1) and where it is at its worst (1); else 0."""
    begins, worst = range_
    if value is None or value < begins:
        return 0.0
    return min(1.0, 0.1 + 0.9 * (value - begins) / (worst - begins))


def round_trip_rise(values: Values, person: Person) -> float | None:
    trip, free = values.get(Measure.ROUND_TRIP_MS), person.usual.get(Measure.ROUND_TRIP_MS)
    return None if trip is None or free is None else trip - free


def _uplink(reading: PersonReading, _person: Person) -> float:
    return share(reading.values.get(Measure.UPLINK_LOSS_PCT), thresholds.UPLINK_LOSS_PCT)


def _downlink(reading: PersonReading, _person: Person) -> float:
    return share(reading.values.get(Measure.DOWNLINK_LOSS_PCT), thresholds.DOWNLINK_LOSS_PCT)


def _congestion(reading: PersonReading, person: Person) -> float:
    if reading.start_ms < person.starts_ms + thresholds.SETTLING_MS:
        return 0.0
    limited = share(reading.values.get(Measure.LIMITED_BANDWIDTH_PCT), thresholds.LIMITED_BANDWIDTH_PCT)
    return max(limited, share(round_trip_rise(reading.values, person), thresholds.ROUND_TRIP_RISE_MS))


def _cpu(reading: PersonReading, person: Person) -> float:
    if reading.start_ms < person.starts_ms + thresholds.SETTLING_MS:
        return 0.0
    values, device = reading.values, reading.bucket.device
    is_effect_late = (
        device.effects_ms is not None
        and device.effects_interval_ms is not None
        and device.effects_ms > device.effects_interval_ms
    )
    shares = (
        share(values.get(Measure.LIMITED_CPU_PCT), thresholds.LIMITED_CPU_PCT),
        share(values.get(Measure.BUSY_PCT), thresholds.BUSY_PCT),
        share(values.get(Measure.DROPPED_PCT), thresholds.DROPPED_PCT),
    )
    stood_still = share(values.get(Measure.LATENESS_MS), thresholds.LATENESS_MS)
    # Shares of a bucket have to come again; a page that stood still for so long tells of no bucket after it.
    return max(stood_still, 0.9 * max(shares), 0.3 if is_effect_late else 0.0)


def _relay(reading: PersonReading, _person: Person) -> float:
    bucket = reading.bucket
    paths = [path for path in (bucket.publisher, bucket.subscriber) if _is_roundabout(path)]
    if not paths:
        return 0.0
    return max(
        share(min(round_trips(bucket, *paths), default=None), thresholds.RELAY_ROUND_TRIP_MS),
        share(reading.values.get(Measure.JITTER_BUFFER_MS), thresholds.RELAY_JITTER_BUFFER_MS),
    )


def _is_roundabout(path: NetworkPath | None) -> bool:
    """By TCP, whether to the SFU or to a relay: one lost packet holds up all that come after it."""
    if path is None:
        return False
    by_relay = path.candidate_type is CandidateType.RELAY and path.relay_protocol is not Transport.UDP
    return by_relay or path.protocol is not Transport.UDP


def _silent(reading: PersonReading, _person: Person) -> float:
    level = reading.values.get(Measure.MICROPHONE_DBFS)
    return 0.8 if level is not None and level <= thresholds.SILENT_DBFS else 0.0


def _in_state(state: MicrophoneState) -> Callable[[PersonReading, Person], float]:
    return lambda reading, _person: 0.8 if reading.bucket.microphone.state is state else 0.0


def _doubled(reading: PersonReading, _person: Person) -> float:
    return 0.3 if reading.bucket.microphone.is_doubled else 0.0


def _away(reading: PersonReading, _person: Person) -> float:
    return share(reading.values.get(Measure.AWAY_MS), thresholds.AWAY_MS)


RULES: Sequence[Rule] = (
    Rule(
        Cause.UPLINK,
        Reach.LISTENERS,
        _uplink,
        lasts_ms=8_000,
        alone=share(thresholds.LOSS_ALONE_PCT, thresholds.UPLINK_LOSS_PCT),
        measures=(Measure.UPLINK_LOSS_PCT, Measure.ROUND_TRIP_MS, Measure.LIMITED_BANDWIDTH_PCT),
    ),
    Rule(
        Cause.DOWNLINK,
        Reach.OWN,
        _downlink,
        lasts_ms=8_000,
        alone=share(thresholds.LOSS_ALONE_PCT, thresholds.DOWNLINK_LOSS_PCT),
        measures=(
            Measure.DOWNLINK_LOSS_PCT,
            Measure.CONCEALED_PCT,
            Measure.FREEZE_PCT,
            Measure.UPLINK_LOSS_PCT,
        ),
    ),
    Rule(
        Cause.CONGESTION,
        Reach.BOTH,
        _congestion,
        lasts_ms=9_000,
        measures=(
            Measure.LIMITED_BANDWIDTH_PCT,
            Measure.AVAILABLE_KBPS,
            Measure.ROUND_TRIP_MS,
            Measure.FREEZE_PCT,
        ),
    ),
    Rule(
        Cause.CPU,
        Reach.BOTH,
        _cpu,
        lasts_ms=9_000,
        alone=1.0,
        measures=(
            Measure.LATENESS_MS,
            Measure.BUSY_PCT,
            Measure.LIMITED_CPU_PCT,
            Measure.DROPPED_PCT,
            Measure.EFFECTS_MS,
        ),
    ),
    Rule(
        Cause.RELAY,
        Reach.BOTH,
        _relay,
        lasts_ms=9_000,
        measures=(Measure.ROUND_TRIP_MS, Measure.JITTER_BUFFER_MS, Measure.CONCEALED_PCT),
    ),
    Rule(
        Cause.MICROPHONE_SILENT,
        Reach.LISTENERS,
        _silent,
        lasts_ms=thresholds.SILENT_MS,
        measures=(Measure.MICROPHONE_DBFS,),
    ),
    Rule(
        Cause.MICROPHONE_MUTED,
        Reach.LISTENERS,
        _in_state(MicrophoneState.SYSTEM_MUTED),
        lasts_ms=4_000,
        measures=(),
    ),
    Rule(
        Cause.MICROPHONE_ENDED,
        Reach.LISTENERS,
        _in_state(MicrophoneState.ENDED),
        lasts_ms=4_000,
        measures=(),
    ),
    Rule(
        Cause.TWO_SUPPRESSORS,
        Reach.LISTENERS,
        _doubled,
        lasts_ms=thresholds.DOUBLED_MS,
        measures=(Measure.MICROPHONE_DBFS,),
    ),
    Rule(Cause.RECONNECT, Reach.BOTH, _away, lasts_ms=0, measures=(Measure.AWAY_MS,)),
)

REACH = {rule.cause: rule.reach for rule in RULES} | {Cause.UNEXPLAINED: Reach.OWN}
"""Of the causes that are somebody's."""

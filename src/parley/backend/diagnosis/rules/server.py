"""Trouble that is nobody's own: captions that are behind, and an SFU that stood still. Pure."""

from collections.abc import Sequence

from parley.backend.diagnosis.readings import Readings, Values
from parley.backend.diagnosis.rules import thresholds
from parley.backend.diagnosis.rules.person import share
from parley.backend.diagnosis.spans import Moment, Span, stretches
from parley.backend.diagnosis.suffering import Suffering
from parley.contracts.diagnosis import Cause, Measure
from parley.contracts.telemetry.meeting import AgentBucket
from parley.contracts.telemetry.page import ReconnectTrouble

AGENT_LASTS_MS = 4_000


def agent_spans(readings: Readings) -> list[Span]:
    """Where captions came late, or were about to."""
    moments = ((reading.start_ms, reading.end_ms, _lateness(reading.bucket)) for reading in readings.agent)
    measures = (Measure.CAPTION_LAG_MS, Measure.QUEUE_MS, Measure.REALTIME_FACTOR)
    return [
        Span(Cause.AGENT, None, stretch, measures)
        for stretch in stretches(moments)
        if sum(end - start for start, end, _ in stretch) >= AGENT_LASTS_MS
    ]


def _lateness(bucket: AgentBucket) -> float:
    is_loaded = bucket.speech_ms >= 1_000  # a factor of next to nothing says nothing
    return max(
        share(bucket.caption_lag_p95_ms, thresholds.CAPTION_LAG_MS),
        share(bucket.queue_ms, thresholds.QUEUE_MS),
        share(bucket.realtime_factor if is_loaded else None, thresholds.REALTIME_FACTOR),
        0.3 if bucket.is_behind else 0.0,
    )


def sfu_spans(readings: Readings, sufferings: Sequence[Suffering]) -> list[Span]:
    """Where the SFU answered late, and people noticed; or most people lost it at once."""
    moments = [
        (reading.start_ms, reading.end_ms, slowness)
        for reading in readings.sfu
        if (slowness := _slowness(reading.values)) > 0
        and _is_noticed(sufferings, reading.start_ms, reading.end_ms)
    ]
    measures = (Measure.SFU_ANSWER_MS, Measure.FAILED_PROBES)
    return [
        Span(Cause.SFU, None, stretch, measures)
        for stretch in stretches(sorted([*moments, *_crashes(readings)]))
    ]


def _slowness(values: Values) -> float:
    failed = 0.8 if values.get(Measure.FAILED_PROBES, 0.0) > 0 else 0.0
    return max(failed, share(values.get(Measure.SFU_ANSWER_MS), thresholds.SFU_ANSWER_MS))


def _is_noticed(sufferings: Sequence[Suffering], start_ms: int, end_ms: int) -> bool:
    listening = {one.listener for one in sufferings if one.is_told(start_ms, end_ms)}
    troubled = {one.listener for one in sufferings if one.is_troubled(start_ms, end_ms)}
    return _are_many(len(troubled), len(listening))


def _crashes(readings: Readings) -> list[Moment]:
    """When the pages of most people said that the server was gone."""
    gone = [
        (reconnect.start_ms, round(reconnect.start_ms + reconnect.duration_ms), person.identity)
        for person in readings.people
        for reading in person.readings
        for reconnect in reading.bucket.reconnects
        if reconnect.trouble is ReconnectTrouble.SERVER
    ]
    told = sum(1 for person in readings.people if person.readings)
    return [
        (start, end, 1.0)
        for start, end, _ in gone
        if _are_many(len({who for other, until, who in gone if other < end and until > start}), told)
    ]


def _are_many(some: int, all_: int) -> bool:
    return some >= thresholds.SFU_TOUCHED_MIN and some >= thresholds.SFU_TOUCHED_SHARE * all_

"""The one-way time of sound as measured, stage by stage, beside what it may be. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from parley.backend.diagnosis.readings import Readings
from parley.contracts.budgets import ONE_WAY_AUDIO_MS, AudioStage
from parley.contracts.diagnosis import AudioBudget, StageShare
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.telemetry.page import TelemetryBucket
from parley.contracts.telemetry.streams import DownlinkAudio

Pair = tuple[ParticipantIdentity, ParticipantIdentity]
Stages = Mapping[AudioStage, float]


def audio_budget(readings: Readings) -> AudioBudget:
    """Of every listener and speaker, by what the speaker's own device takes at its median."""
    spoken = {
        person.identity: _medians(_speaking(one.bucket) for one in person.readings)
        for person in readings.people
    }
    ways: dict[Pair, list[Stages]] = {}
    for person in readings.people:
        for reading in person.readings:
            for row in reading.bucket.downlink_audio:
                if (own := spoken.get(row.speaker)) is not None:
                    ways.setdefault((person.identity, row.speaker), []).append(_way(own, reading.bucket, row))
    all_ways = [way for own in ways.values() for way in own]
    totals = sorted((sum(_medians(own).values()), pair) for pair, own in ways.items() if any(own))
    worst = totals[-1] if totals else None
    return AudioBudget(
        budget_ms=ONE_WAY_AUDIO_MS,
        stages=[_share(stage, all_ways) for stage in AudioStage],
        total_ms=round(totals[len(totals) // 2][0], 1) if totals else None,
        worst_total_ms=round(worst[0], 1) if worst else None,
        worst_listener=worst[1][0] if worst else None,
        worst_speaker=worst[1][1] if worst else None,
        unmeasured=[stage for stage in AudioStage if not any(stage in way for way in all_ways)],
    )


def _speaking(bucket: TelemetryBucket) -> Stages:
    stages = bucket.stages
    return _told(
        {
            AudioStage.CAPTURE: stages.capture_ms,
            AudioStage.ON_DEVICE_AI: stages.on_device_ai_ms,
            AudioStage.ENCODE: stages.encode_ms,
            AudioStage.NETWORK: stages.network_ms,
        }
    )


def _way(speaking: Stages, bucket: TelemetryBucket, row: DownlinkAudio) -> Stages:
    """The network's time is the speaker's half and the listener's; without both it is not known."""
    halves = (speaking.get(AudioStage.NETWORK), bucket.stages.network_ms)
    network_ms = halves[0] + halves[1] if halves[0] is not None and halves[1] is not None else None
    return _told(
        {
            **{stage: ms for stage, ms in speaking.items() if stage is not AudioStage.NETWORK},
            AudioStage.NETWORK: network_ms,
            AudioStage.JITTER_BUFFER: row.jitter_buffer_ms,
            AudioStage.PLAYOUT: bucket.stages.playout_ms,
        }
    )


def _share(stage: AudioStage, ways: Sequence[Stages]) -> StageShare:
    found = sorted(way[stage] for way in ways if stage in way)
    if not found:
        return StageShare(stage=stage, median_ms=None, p95_ms=None)
    return StageShare(
        stage=stage,
        median_ms=round(median(found), 1),
        p95_ms=round(found[min(len(found) - 1, len(found) * 95 // 100)], 1),
    )


def _medians(rows: Iterator[Stages] | Sequence[Stages]) -> Stages:
    values: dict[AudioStage, list[float]] = {}
    for row in rows:
        for stage, ms in row.items():
            values.setdefault(stage, []).append(ms)
    return {stage: median(found) for stage, found in values.items()}


def _told(stages: Mapping[AudioStage, float | None]) -> Stages:
    return {stage: ms for stage, ms in stages.items() if ms is not None}

"""The one-way time of sound as measured, stage by stage, beside what it may be. Pure."""

from collections.abc import Mapping
from statistics import median

from parley.backend.diagnosis.readings import Person, Readings
from parley.contracts.budgets import ONE_WAY_AUDIO_MS, AudioStage
from parley.contracts.diagnosis import AudioBudget, StageShare
from parley.contracts.ids import ParticipantIdentity

Pair = tuple[ParticipantIdentity, ParticipantIdentity]
Times = dict[AudioStage, list[float]]
AT_THE_LISTENER = (AudioStage.NETWORK, AudioStage.JITTER_BUFFER, AudioStage.PLAYOUT)
AT_THE_SPEAKER = (AudioStage.CAPTURE, AudioStage.ON_DEVICE_AI, AudioStage.ENCODE)


def audio_budget(readings: Readings) -> AudioBudget:
    """Of every listener and speaker; of what the speaker's own device takes, its median."""
    speaking = {person.identity: _speaking(person) for person in readings.people}
    pairs: dict[Pair, Times] = {}
    for person in readings.people:
        _listen(person, speaking, pairs)
    for (_, speaker), times in pairs.items():
        for stage in AT_THE_SPEAKER:
            if stage in speaking[speaker]:
                times[stage] = [speaking[speaker][stage]]
    totals = sorted((sum(median(found) for found in times.values()), pair) for pair, times in pairs.items())
    worst = totals[-1] if totals else None
    stages = [_share(stage, pairs) for stage in AudioStage]
    return AudioBudget(
        budget_ms=ONE_WAY_AUDIO_MS,
        stages=stages,
        total_ms=round(totals[len(totals) // 2][0], 1) if totals else None,
        worst_total_ms=round(worst[0], 1) if worst else None,
        worst_listener=worst[1][0] if worst else None,
        worst_speaker=worst[1][1] if worst else None,
        unmeasured=[share.stage for share in stages if share.median_ms is None],
    )


def _listen(
    person: Person,
    speaking: Mapping[ParticipantIdentity, Mapping[AudioStage, float]],
    pairs: dict[Pair, Times],
) -> None:
    heard: dict[ParticipantIdentity, Times] = {}
    for reading in person.readings:
        own = reading.bucket.stages
        for row in reading.bucket.downlink_audio:
            if (times := heard.get(row.speaker)) is None:
                times = heard[row.speaker] = {stage: [] for stage in AT_THE_LISTENER}
            if own.network_ms is not None:
                times[AudioStage.NETWORK].append(own.network_ms)
            if row.jitter_buffer_ms is not None:
                times[AudioStage.JITTER_BUFFER].append(row.jitter_buffer_ms)
            if own.playout_ms is not None:
                times[AudioStage.PLAYOUT].append(own.playout_ms)
    for speaker, times in heard.items():
        if speaker not in speaking:
            continue
        # The network's time is the speaker's half and the listener's; without both it is not known.
        half_ms = speaking[speaker].get(AudioStage.NETWORK)
        times[AudioStage.NETWORK] = (
            [] if half_ms is None else [half_ms + ms for ms in times[AudioStage.NETWORK]]
        )
        pairs[person.identity, speaker] = {stage: found for stage, found in times.items() if found}


def _speaking(person: Person) -> Mapping[AudioStage, float]:
    times: Times = {}
    for reading in person.readings:
        stages = reading.bucket.stages
        for stage, ms in (
            (AudioStage.CAPTURE, stages.capture_ms),
            (AudioStage.ON_DEVICE_AI, stages.on_device_ai_ms),
            (AudioStage.ENCODE, stages.encode_ms),
            (AudioStage.NETWORK, stages.network_ms),
        ):
            if ms is not None:
                times.setdefault(stage, []).append(ms)
    return {stage: median(found) for stage, found in times.items()}


def _share(stage: AudioStage, pairs: Mapping[Pair, Times]) -> StageShare:
    found = sorted(ms for times in pairs.values() for ms in times.get(stage, ()))
    if not found:
        return StageShare(stage=stage, median_ms=None, p95_ms=None)
    return StageShare(
        stage=stage,
        median_ms=round(median(found), 1),
        p95_ms=round(found[min(len(found) - 1, len(found) * 95 // 100)], 1),
    )

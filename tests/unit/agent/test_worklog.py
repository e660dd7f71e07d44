"""What a job tells of its own work."""

from dataclasses import replace
from pathlib import Path

import pytest

from parley.agent.telemetry.load_file import read_load, write_load
from parley.agent.telemetry.worklog import Standing, Worklog
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import EngineUse, SpeechUsage

pytestmark = pytest.mark.unit

IDLE = Standing(None, 0, "whisper-tiny.en", [], is_behind=False, cpu_pct=12.5, worker_load=0.25)


def usage(billed_speech_ms: int, engine_ms: int | None) -> SpeechUsage:
    return SpeechUsage(
        speaker=ParticipantIdentity("u-maria"),
        engine=EngineUse(kind="speech_to_text", name="whisper-tiny.en"),
        billed_speech_ms=billed_speech_ms,
        engine_ms=engine_ms,
        utterances=1,
    )


def test_lags_are_of_one_bucket_alone() -> None:
    log = Worklog()
    for lag_s in (0.4, 0.5, 0.6, 2.4):
        log.note(lag_s)
    told = log.bucket(5000, 5001, replace(IDLE, waits_s=1.25, open_utterances=2, is_behind=True))
    assert (told.start_ms, told.duration_ms, told.finals) == (5000, 5001, 4)
    assert (told.caption_lag_p50_ms, told.caption_lag_p95_ms, told.queue_ms) == (500, 2400, 1250)
    assert (told.open_utterances, told.is_behind, told.worker_load) == (2, True, 0.25)
    quiet = log.bucket(10_001, 5000, IDLE)
    assert (quiet.finals, quiet.caption_lag_p50_ms, quiet.caption_lag_p95_ms) == (0, None, None)


def test_engine_time_is_what_totals_grew_by() -> None:
    log = Worklog()
    first = log.bucket(0, 5000, replace(IDLE, usage=[usage(4000, 1000)]))
    assert (first.engine_ms, first.speech_ms, first.realtime_factor) == (1000, 4000, 0.25)
    second = log.bucket(5000, 5000, replace(IDLE, usage=[usage(6000, 4000)]))
    assert (second.engine_ms, second.speech_ms, second.realtime_factor) == (3000, 2000, 1.5)
    idle = log.bucket(10_000, 5000, replace(IDLE, usage=[usage(6000, 4000)]))
    assert (idle.engine_ms, idle.speech_ms, idle.realtime_factor) == (0, 0, None)


def test_an_engine_that_does_not_tell_its_time_has_none() -> None:
    told = Worklog().bucket(0, 5000, replace(IDLE, usage=[usage(4000, None)]))
    assert (told.engine_ms, told.speech_ms, told.realtime_factor) == (None, 4000, None)


def test_a_job_reads_how_full_its_worker_is(tmp_path: Path) -> None:
    path = tmp_path / "load"
    assert read_load(path) is None
    write_load(path, 3, 12)
    assert read_load(path) == 0.25
    write_load(path, 2, 0)
    assert read_load(path) == 1.0
    write_load(tmp_path / "gone" / "load", 1, 2)
    assert read_load(tmp_path / "gone" / "load") is None

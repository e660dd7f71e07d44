"""What becomes of finals when the backend, the disk or the room fails."""

import asyncio
from pathlib import Path

import pytest

from parley.agent import lease as lease_module
from parley.agent import pipeline as pipeline_module
from parley.agent.engines.translation.fake import FakeTranslator
from parley.agent.engines.translation.ports import SentenceFailed
from parley.agent.outbox.outbox import Outbox
from parley.agent.telemetry import reports as reports_module
from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import MeetingId
from parley.contracts.ingest import (
    Backlog,
    JobFinishedRecord,
    OutboxRecord,
    SegmentRecord,
    TelemetryRecord,
    TranslationRecord,
    UsageRecord,
)
from parley.contracts.meetings import SpeechEngineWish
from parley.contracts.room import AiState, RoomMetadata
from tests.unit.agent.engines.translation.peers import Scripted, raising
from tests.unit.agent.listening.test_segmenter import LevelActivity
from tests.unit.agent.meeting_peers import (
    LEASE,
    KnownWords,
    OpenDoor,
    PeerRoom,
    SilentDoor,
    meeting_pipeline,
    say,
)
from tests.unit.agent.outbox.test_recorder import FullDisk

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def hears_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.agent.listening.ears.SileroVoiceActivity", LevelActivity)


def stored(outbox: Outbox) -> list[OutboxRecord | None]:
    return [one.record for one in outbox.pending(LEASE, 100)]


async def test_a_final_is_stored_then_shown_and_the_job_s_end_comes_last(tmp_path: Path) -> None:
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()
    segment, usage, finished = stored(outbox)
    assert isinstance(segment, SegmentRecord)
    assert segment.segment.text == "We ship."
    assert segment.segment.start_ms > 50_000
    assert isinstance(usage, UsageRecord)
    assert (usage.usage.speaker, usage.usage.utterances, usage.usage.engine_ms) == ("u-maria", 1, 7)
    assert 2_000 <= usage.usage.billed_speech_ms <= 2_500
    assert isinstance(finished, JobFinishedRecord)
    assert [one.text for one in room.shown] == ["We ship."]


async def test_words_are_kept_when_the_backend_never_told_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "CLOCK_TIMEOUT_S", 0.001)
    outbox, room = Outbox(tmp_path / "outbox.db"), PeerRoom()
    pipeline = meeting_pipeline(SilentDoor(), KnownWords("We ship."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    say(pipeline)
    await pipeline.finish()
    segment, _usage, finished = stored(outbox)
    assert isinstance(segment, SegmentRecord)
    assert segment.segment.text == "We ship."
    assert segment.segment.end_ms < 30_000, "counted from the job's own start"
    assert isinstance(finished, JobFinishedRecord)


async def test_a_final_that_the_disk_does_not_take_is_not_shown_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "STORE_TIMEOUT_S", 0.001)
    outbox, room, door = FullDisk(tmp_path / "outbox.db", failures=float("inf")), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()
    assert stored(outbox) == []
    assert room.shown == []


async def test_heartbeats_name_what_would_be_lost_and_that_the_disk_holds_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "STORE_TIMEOUT_S", 0.001)
    monkeypatch.setattr(lease_module, "HEARTBEAT_INTERVAL_S", 0.0)
    outbox, room, door = FullDisk(tmp_path / "outbox.db", failures=float("inf")), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    assert (await door.heartbeats.get()).open_speech == []
    await door.answered.wait()
    say(pipeline)
    while not (heartbeat := await door.heartbeats.get()).is_behind:
        pass
    (cut,) = heartbeat.open_speech
    assert cut.speaker == "u-maria"
    assert cut.start_ms > 50_000
    outbox.failures = 0
    while (heartbeat := await door.heartbeats.get()).open_speech:
        pass
    assert not heartbeat.is_behind
    await pipeline.finish()
    assert isinstance(record := stored(outbox)[0], SegmentRecord)
    assert record.segment.segment_id == cut.segment_id


async def test_a_translation_is_stored_behind_its_final_and_then_shown_also_at_the_very_end(
    tmp_path: Path,
) -> None:
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords("We ship Parley."), outbox, FakeTranslator())
    await pipeline.start(room, on_left=lambda: None)
    pipeline.on_readers({"es", "en-GB"})
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()
    segment, translation, usage, finished = stored(outbox)
    assert isinstance(segment, SegmentRecord)
    assert isinstance(translation, TranslationRecord)
    assert isinstance(usage, UsageRecord)
    assert isinstance(finished, JobFinishedRecord)
    assert translation.translation.segment_id == segment.segment.segment_id
    assert (translation.translation.language, translation.translation.text) == ("es", "es: We ship Parley.")
    assert room.translated == [translation.translation]
    assert "fake" in {engine.name for engine in finished.engines}


async def test_a_final_that_no_engine_translates_is_told_to_stay_as_it_was_spoken(tmp_path: Path) -> None:
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    failing = Scripted(raising(SentenceFailed()))
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox, failing)
    await pipeline.start(room, on_left=lambda: None)
    pipeline.on_readers({"es"})
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()
    segment, *_ = stored(outbox)
    assert isinstance(segment, SegmentRecord)
    assert room.retracted == [(segment.segment.segment_id, "es")]
    assert room.translated == []


async def test_captions_that_are_off_are_not_translated(tmp_path: Path) -> None:
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    translator = FakeTranslator()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox, translator)
    await pipeline.start(room, on_left=lambda: None)
    pipeline.on_wishes(naming_wishes(captions_on=False))
    pipeline.on_readers({"es"})
    await door.answered.wait()
    say(pipeline)
    await pipeline.finish()
    assert translator.sentences == []
    assert room.translated == []


def naming_wishes(*, captions_on: bool) -> RoomMetadata:
    return RoomMetadata(
        type="parley.room",
        meeting_id=MeetingId("m"),
        agent_identity=None,
        ai_state=AiState.LIVE,
        captions_on=captions_on,
        notes_on=True,
        changed_by="",
        language=None,
        profanity=ProfanityPolicy.KEEP,
        speech_engine=SpeechEngineWish.AUTO,
        live_engine=None,
        is_fallback=False,
        is_behind=False,
    )


async def test_what_was_said_to_another_agent_is_translated_once_somebody_reads(tmp_path: Path) -> None:
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    door.said_before = Backlog.model_validate(
        {
            "segments": [
                {"segment_id": "seg-1", "speaker": "u-maria", "language": "en", "start_ms": 1, "end_ms": 2}
                | {"text": "Hello."}
            ],
            "translated": [{"segment_id": "seg-1", "language": "ca"}],
        }
    )
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox, FakeTranslator())
    await pipeline.start(room, on_left=lambda: None)
    assert door.backlogs_asked == 0
    for languages in ({"es", "ca"}, {"es"}):
        pipeline.on_readers(languages)
        await asyncio.wait_for(room.has_translated.wait(), 5.0)
    await pipeline.finish()
    assert door.backlogs_asked == 1
    assert [(one.segment_id, one.language, one.text) for one in room.translated] == [
        ("seg-1", "es", "es: Hello.")
    ]


async def test_a_job_tells_how_its_work_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports_module, "INTERVAL_S", 0.01)
    outbox, room, door = Outbox(tmp_path / "outbox.db"), PeerRoom(), OpenDoor()
    pipeline = meeting_pipeline(door, KnownWords("We ship."), outbox)
    await pipeline.start(room, on_left=lambda: None)
    await door.answered.wait()
    say(pipeline)
    while True:
        told = [one.bucket for one in stored(outbox) if isinstance(one, TelemetryRecord)]
        if sum(bucket.finals for bucket in told):
            break
        await asyncio.sleep(0.01)
    await pipeline.finish()
    assert all(bucket.start_ms >= 50_000 for bucket in told)  # on the meeting clock
    assert [bucket.start_ms for bucket in told] == sorted({bucket.start_ms for bucket in told})
    assert {bucket.engine for bucket in told} == {"known-words"}
    assert sum(bucket.engine_ms or 0 for bucket in told) in (0, 7)

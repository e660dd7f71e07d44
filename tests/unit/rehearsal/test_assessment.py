import dataclasses
from datetime import UTC, datetime

import numpy as np
import pytest

from parley.contracts.captions import Segment, Transcript
from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import EngineUse, MeetingUsage
from parley.contracts.notes import MeetingNotes, NotesState
from parley.contracts.translation import Translation
from parley.rehearsal.assessment import assess, live_equals_stored, shortcomings
from parley.rehearsal.caption_book import LiveSegment, ReadTranslation
from parley.rehearsal.cast import Part
from parley.rehearsal.offline import OfflineWord
from parley.rehearsal.performance import Observation, PlayedPart, Reading
from parley.rehearsal.recordings import Recording, SpeechSpan
from parley.rehearsal.report import Report
from parley.rehearsal.timing import CaptionedSegment, CaptionUpdate

pytestmark = pytest.mark.unit

MEETING = MeetingId("m" * 22)
MARIA, BEN = ParticipantIdentity("p-maria"), ParticipantIdentity("p-ben")
OFFLINE = {
    "Maria": [OfflineWord("Good", 0.1, 0.4), OfflineWord("day.", 0.4, 0.9)],
    "Ben": [OfflineWord("10", 0.0, 0.5)],
}


def stored(segment_id: str, speaker: ParticipantIdentity, text: str) -> Segment:
    return Segment(
        segment_id=SegmentId(segment_id),
        speaker=speaker,
        speaker_name="whoever",
        language="en",
        start_ms=100,
        end_ms=900,
        text=text,
    )


def translated(segment_id: str, text: str) -> Translation:
    return Translation(
        segment_id=SegmentId(segment_id),
        language="es",
        text=text,
        engine="apertium",
        is_draft=True,
        pivot=None,
    )


def reading(language: str, *arrivals: tuple[str, float, float]) -> Reading:
    """Args: arrivals: Segment, when its final came, and when its translation."""
    return Reading(
        language,
        {SegmentId(segment): final_s for segment, final_s, _ in arrivals},
        {SegmentId(segment): ReadTranslation(language, "…", at_s) for segment, _, at_s in arrivals},
    )


def live(segment_id: str, speaker: ParticipantIdentity, *updates: CaptionUpdate) -> LiveSegment:
    return LiveSegment(speaker, 100, SegmentId(segment_id), CaptionedSegment(updates))


def played(name: str, identity: ParticipantIdentity, began_s: float, reference: str | None) -> PlayedPart:
    recording = Recording(
        played=np.zeros(48_000, np.int16),
        heard=np.zeros(16_000, np.float32),
        speech=(SpeechSpan(100, 400), SpeechSpan(800, 1000)),
    )
    return PlayedPart(
        part=Part(name, recording, 0.0, reference),
        identity=identity,
        began_s=began_s,
        connect_ms=120.0,
        heard_ms=500.0,
        held_up_s=0.0,
    )


SEEN = Observation(
    meeting_id=MEETING,
    played=(played("Maria", MARIA, 10.0, "good day all"), played("Ben", BEN, 20.0, None)),
    live=(
        (
            live("seg-1", MARIA, CaptionUpdate(10.8, False, "Good"), CaptionUpdate(11.5, True, "Good day.")),
            live("seg-2", BEN, CaptionUpdate(21.0, True, "Ten")),
        ),
    ),
    listener_connect_ms=(80.0,),
    transcript=Transcript(
        meeting_id=MEETING,
        is_ai_generated=True,
        segments=[stored("seg-1", MARIA, "Good day."), stored("seg-2", BEN, "Ten")],
        translations=[translated("seg-1", "Buenos días.")],
        gaps=[],
        now_ms=30_000,
    ),
    usage=MeetingUsage(
        meeting_id=MEETING,
        engines=[EngineUse(kind="speech_to_text", name="whisper-tiny.en")],
        billed_speech_ms=1500,
        utterances=2,
        speech=[],
        is_complete=True,
    ),
    notes=MeetingNotes(
        meeting_id=MEETING,
        state=NotesState.EMPTY,
        is_ai_generated=True,
        generated_at=datetime(2026, 1, 1, tzinfo=UTC),
        notes=None,
    ),
)


def with_live(*segments: LiveSegment) -> Observation:
    return dataclasses.replace(SEEN, live=(segments,))


def test_a_report_holds_every_field_of_the_contract() -> None:
    report = assess(SEEN, OFFLINE)
    assert report == Report.model_validate_json(report.model_dump_json())
    assert set(report.model_dump()) == {
        "meeting_id", "engines", "timings_ms", "speakers", "segments", "stored_segments",
        "live_equals_stored", "utterances", "speech_ms", "billed_speech_ms", "notes",
    }  # fmt: skip
    assert set(report.model_dump()["segments"][0]) == {
        "segment_id", "speaker", "language", "start_ms", "end_ms", "text", "translations"
    }  # fmt: skip
    assert (report.stored_segments, report.utterances, report.speech_ms) == (2, 4, 1000)
    assert report.notes is None


def test_latencies_are_counted_on_the_clock_of_the_playback() -> None:
    timings = assess(SEEN, OFFLINE).timings_ms
    assert timings.connect.model_dump() == {"p50": 120.0, "p90": 120.0, "p95": 120.0, "count": 3}
    assert timings.agent_heard.p50 == 500.0
    assert timings.word_to_partial.model_dump() == {"p50": 500.0, "p90": 580.0, "p95": 590.0, "count": 3}
    assert timings.speech_end_to_final.model_dump() == {"p50": 550.0, "p90": 590.0, "p95": 595.0, "count": 2}


def test_translations_are_timed_from_the_final_at_their_reader_and_stand_by_their_segment() -> None:
    seen = dataclasses.replace(
        SEEN, readings=(reading("es", ("seg-1", 11.5, 11.52), ("seg-2", 21.0, 21.06)), reading("ca"))
    )
    report = assess(seen, OFFLINE)
    timings = report.timings_ms.final_to_translation
    assert (timings["es"].p50, timings["es"].p95, timings["es"].count) == (40.0, 58.0, 2)
    assert timings["ca"].count == 0
    assert [segment.translations for segment in report.segments] == [{"es": "Buenos días."}, {}]


def test_a_language_into_which_nothing_was_translated_is_a_failure_unless_it_is_what_is_spoken() -> None:
    seen = dataclasses.replace(
        SEEN, readings=(reading("de"), reading("en-GB"), reading("es", ("seg-1", 1, 2)))
    )
    assert shortcomings(seen) == ["Nothing was translated into de: `parley doctor` names what can be."]


def test_error_rates_need_a_reference() -> None:
    maria, ben = assess(SEEN, OFFLINE).speakers
    assert (maria.segments, maria.words_reference, maria.wer, maria.wer_offline) == (1, 3, 0.3333, 0.3333)
    assert (ben.segments, ben.words_reference, ben.wer, ben.wer_offline) == (1, None, None, None)


def test_without_an_offline_pass_the_rest_is_still_reported() -> None:
    report = assess(SEEN, None)
    assert report.timings_ms.word_to_partial.count == 0
    assert report.timings_ms.speech_end_to_final.p50 is None
    assert report.speakers[0].wer == 0.3333
    assert report.speakers[0].wer_offline is None


def test_every_listener_must_have_seen_what_is_stored() -> None:
    segments = SEEN.transcript.segments
    other = live("seg-2", BEN, CaptionUpdate(21.0, True, "Tin"))
    unfinished = live("seg-2", BEN, CaptionUpdate(21.0, False, "Ten"))
    assert live_equals_stored(SEEN.live, segments)
    assert not live_equals_stored((SEEN.live[0], (SEEN.live[0][0], other)), segments)
    assert not live_equals_stored(((SEEN.live[0][0], unfinished),), segments)
    assert not live_equals_stored(SEEN.live, segments[:1])


def test_all_captioned_and_stored_leaves_nothing_to_complain_about() -> None:
    assert shortcomings(SEEN) == []


def test_whoever_was_not_captioned_or_stored_is_named() -> None:
    transcript = SEEN.transcript.model_copy(update={"segments": SEEN.transcript.segments[:1]})
    seen = dataclasses.replace(with_live(SEEN.live[0][0]), transcript=transcript)
    assert shortcomings(seen) == ["Ben was not captioned.", "Nothing that Ben said was stored."]


def test_captions_that_differ_from_the_store_are_a_failure() -> None:
    other = live("seg-2", BEN, CaptionUpdate(21.0, True, "Tin"))
    assert shortcomings(with_live(SEEN.live[0][0], other)) == [
        "The captions that listeners saw are not the transcript that is stored."
    ]

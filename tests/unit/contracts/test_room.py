import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parley.contracts.clock import MeetingClock
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.ingest import IngestBatch
from parley.contracts.room import CaptionAttributes

pytestmark = pytest.mark.unit


@given(start=st.integers(0, 10**9), length=st.integers(0, 10**6), is_final=st.booleans())
def test_caption_attributes_survive_the_wire(start: int, length: int, is_final: bool) -> None:
    sent = CaptionAttributes(
        segment_id=SegmentId("SG_1"),
        is_final="true" if is_final else "false",
        track_id="TR_1",
        speaker=ParticipantIdentity("p-1"),
        language="en",
        start_ms=str(start),
        end_ms=str(start + length),
        firm_characters="0",
    )
    assert CaptionAttributes.model_validate(sent.model_dump()) == sent


def test_caption_attributes_are_strings_under_livekits_names() -> None:
    wire = CaptionAttributes(
        segment_id=SegmentId("SG_1"),
        is_final="false",
        track_id="TR_1",
        speaker=ParticipantIdentity("p-1"),
        language="en",
        start_ms="0",
        end_ms="10",
        firm_characters="0",
    ).model_dump()
    assert {"lk.segment_id", "lk.transcription_final", "lk.transcribed_track_id"} <= set(wire)
    assert all(isinstance(value, str) for value in wire.values())


@pytest.mark.parametrize("start", ["-1", "1.5", "", "9" * 13])
def test_caption_attributes_refuse_times_that_are_not_milliseconds(start: str) -> None:
    with pytest.raises(ValidationError):
        CaptionAttributes(
            segment_id=SegmentId("SG_1"),
            is_final="false",
            track_id="TR_1",
            speaker=ParticipantIdentity("p-1"),
            language="en",
            start_ms=start,
            end_ms="10",
            firm_characters="0",
        )


def test_an_untagged_record_is_refused() -> None:
    with pytest.raises(ValidationError):
        IngestBatch.model_validate({"records": [{"engines": []}]})


@given(reading=st.integers(0, 10**8), first=st.floats(0, 10**4), second=st.floats(0, 10**4))
def test_the_meeting_clock_never_runs_backwards(reading: int, first: float, second: float) -> None:
    clock = MeetingClock(reading_ms=reading, read_at_s=0.0)
    early, late = sorted((first, second))
    assert 0 <= clock.at(early) <= clock.at(late)
    assert clock.at(0.0) == reading

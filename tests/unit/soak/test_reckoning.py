"""The reckoning finds what was lost, doubled or left out, and nothing else."""

import pytest

from bench.soak.reckoning import Spoken, reckon
from parley.contracts.captions import Gap, GapReason, Segment, Transcript
from parley.contracts.ids import GapId, MeetingId, ParticipantIdentity, SegmentId

pytestmark = pytest.mark.unit

MARIA = ParticipantIdentity("p-maria")
BEN = ParticipantIdentity("p-ben")


def segment(name: str, start_ms: int, end_ms: int, speaker: ParticipantIdentity = MARIA) -> Segment:
    return Segment(
        segment_id=SegmentId(f"SG_{name}"),
        speaker=speaker,
        language="en",
        start_ms=start_ms,
        end_ms=end_ms,
        text=name,
    )


def gap(start_ms: int, end_ms: int, speaker: ParticipantIdentity | None = None) -> Gap:
    return Gap(
        gap_id=GapId(f"GAP_{start_ms}"),
        speaker=speaker,
        start_ms=start_ms,
        end_ms=end_ms,
        reason=GapReason.AGENT_AWAY,
    )


def transcript(*segments: Segment, gaps: tuple[Gap, ...] = ()) -> Transcript:
    return Transcript(
        meeting_id=MeetingId("m"),
        is_ai_generated=True,
        now_ms=60_000,
        segments=list(segments),
        translations=[],
        gaps=list(gaps),
    )


def shown(*segments: Segment) -> list[dict[SegmentId, str]]:
    return [{one.segment_id: one.text for one in segments}]


def test_a_meeting_in_which_all_went_well_has_no_problems() -> None:
    one, two, other = (
        segment("one", 0, 2_000),
        segment("two", 2_100, 4_000),
        segment("ben", 1_000, 3_000, BEN),
    )
    spoken = [Spoken(MARIA, 50, 1_900), Spoken(MARIA, 2_200, 3_900), Spoken(BEN, 1_100, 2_900)]
    assert reckon(shown(one, two, other), spoken, transcript(one, two, other)) == []


def test_a_final_that_was_shown_and_is_not_stored_is_found() -> None:
    one, two = segment("one", 0, 2_000), segment("two", 3_000, 4_000)
    (problem,) = reckon(shown(one, two), [], transcript(one))
    assert "SG_two was shown" in problem


def test_a_final_that_is_stored_with_other_words_is_found() -> None:
    one = segment("one", 0, 2_000)
    (problem,) = reckon([{one.segment_id: "other"}], [], transcript(one))
    assert "otherwise" in problem


def test_a_final_that_is_stored_twice_is_found() -> None:
    one = segment("one", 0, 2_000)
    (problem,) = reckon(shown(one), [], transcript(one, one))
    assert "stored 2 times" in problem


def test_the_same_moment_of_one_speaker_in_two_segments_is_found() -> None:
    (problem,) = reckon([], [], transcript(segment("one", 0, 2_000), segment("again", 1_000, 2_500)))
    assert "hold the same moment" in problem


@pytest.mark.parametrize(
    ("gaps", "problems"),
    [
        ((), 1),
        ((gap(6_000, 9_000),), 0),
        ((gap(6_000, 9_000, MARIA),), 0),
        ((gap(6_000, 9_000, BEN),), 1),
        ((gap(9_000, 12_000),), 1),
    ],
)
def test_what_was_said_has_words_or_a_gap(gaps: tuple[Gap, ...], problems: int) -> None:
    spoken = [Spoken(MARIA, 5_000, 7_000)]
    assert len(reckon([], spoken, transcript(gaps=gaps))) == problems

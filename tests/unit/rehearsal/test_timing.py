import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.rehearsal.timing import (
    CaptionedSegment,
    CaptionUpdate,
    SpokenWord,
    final_latencies_ms,
    summary,
    word_latencies_ms,
)

pytestmark = pytest.mark.unit

SPOKEN = [SpokenWord("how", 1.0), SpokenWord("are", 1.2), SpokenWord("you", 1.5)]


def segment(*updates: tuple[float, str]) -> CaptionedSegment:
    """Updates as (arrival, text); the last is the final."""
    last = len(updates) - 1
    return CaptionedSegment(
        tuple(
            CaptionUpdate(arrived_s, place == last, text) for place, (arrived_s, text) in enumerate(updates)
        )
    )


def test_a_word_counts_from_the_first_update_that_holds_it() -> None:
    grown = segment((1.4, "How"), (1.8, "How are"), (2.5, "How are you?"))
    assert word_latencies_ms(SPOKEN, [grown]) == pytest.approx([400, 600, 1000])


def test_a_word_that_was_taken_back_counts_from_its_return() -> None:
    wavering = segment((1.4, "How"), (1.6, "Now"), (2.0, "How are"), (2.5, "How are you?"))
    assert word_latencies_ms(SPOKEN, [wavering])[0] == pytest.approx(1000)


def test_a_word_that_moves_to_another_place_was_held_all_the_while() -> None:
    moved = segment((1.4, "how"), (2.0, "so how are"), (2.5, "so how are you"))
    assert word_latencies_ms(SPOKEN, [moved])[0] == pytest.approx(400)


def test_misheard_words_give_no_word_latency() -> None:
    assert len(word_latencies_ms(SPOKEN, [segment((2.5, "How old you"))])) == 2


def test_a_final_counts_from_the_end_of_its_last_word() -> None:
    segments = [
        segment(
            (2.0, "How are"),
        ),
        segment((2.6, "you")),
    ]
    assert final_latencies_ms(SPOKEN, segments) == pytest.approx([800, 1100])


def test_a_final_whose_last_word_was_misheard_still_counts() -> None:
    assert final_latencies_ms(SPOKEN, [segment((2.5, "How are ewe"))]) == pytest.approx([1000])


def test_nothing_captioned_gives_no_latency() -> None:
    assert word_latencies_ms(SPOKEN, []) == []
    assert final_latencies_ms([], [segment((1.0, "Hm"))]) == []


def test_a_summary_of_nothing_is_null() -> None:
    assert summary([]).model_dump() == {"p50": None, "p90": None, "p95": None, "count": 0}


def test_percentiles_are_interpolated() -> None:
    assert summary([100, 200, 300, 400, 500]).model_dump() == {"p50": 300, "p90": 460, "p95": 480, "count": 5}


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_percentiles_lie_within_what_was_measured(latencies: list[float]) -> None:
    timing = summary(latencies)
    assert timing.p50 is not None
    assert timing.p95 is not None
    assert min(latencies) - 0.1 <= timing.p50 <= timing.p95 <= max(latencies) + 0.1

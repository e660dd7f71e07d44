"""What counts as a word that was taken back."""

import pytest

from bench.harness.rewrites import rewritten_percent
from parley.rehearsal.timing import CaptionedSegment, CaptionUpdate

pytestmark = pytest.mark.unit


def segment(*texts: str) -> CaptionedSegment:
    last = len(texts) - 1
    return CaptionedSegment(
        tuple(CaptionUpdate(float(at), at == last, text) for at, text in enumerate(texts))
    )


def test_words_that_only_grow_are_never_taken_back() -> None:
    assert rewritten_percent([segment("we", "we ship", "We ship on Friday.")]) == 0


def test_a_changed_word_takes_back_what_follows_it_too() -> None:
    assert rewritten_percent([segment("we chip on", "we ship on", "we ship on friday")]) == 50


def test_words_that_vanish_count_and_those_of_all_segments_are_summed() -> None:
    assert rewritten_percent([segment("a b c", "a"), segment("d e f")]) == 50


def test_nothing_said_is_nothing_taken_back() -> None:
    assert rewritten_percent([]) == 0

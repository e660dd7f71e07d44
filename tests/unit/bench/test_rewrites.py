"""What counts as a word that was taken back."""

import pytest

from bench.harness.rewrites import FirmWords, firm_words, rewritten_percent
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


def firm_segment(*texts: str) -> CaptionedSegment:
    """What is firm ends with a bar; the last is the final."""
    *partials, final = texts
    updates = [
        CaptionUpdate(float(at), False, text.replace("|", ""), text.index("|"))
        for at, text in enumerate(partials)
    ]
    last = CaptionUpdate(float(len(partials)), True, final, len(final))
    return CaptionedSegment((*updates, last))


def test_dim_words_may_change_and_firm_ones_that_stay_count_once() -> None:
    grown = firm_segment("|we chip", "we| shop on", "we ship| on", "We ship on Friday.")
    assert firm_words([grown]) == FirmWords(finals=4, shown=2, changed=0)


def test_a_firm_word_that_becomes_another_is_changed_and_those_behind_it_are_not() -> None:
    changed = firm_segment("we chip on|", "we ship on friday|", "We ship on Friday.")
    assert firm_words([changed]) == FirmWords(finals=4, shown=5, changed=1)


def test_firm_words_that_the_final_lacks_are_changed() -> None:
    assert firm_words([firm_segment("a b c|", "a"), firm_segment("d|", "D!")]) == FirmWords(2, 4, 2)


def test_a_word_put_before_firm_ones_is_one_change() -> None:
    inserted = firm_segment("john had|", "and john had| then", "And John had then leisure.")
    assert firm_words([inserted]) == FirmWords(finals=5, shown=3, changed=1)

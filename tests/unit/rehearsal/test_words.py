import itertools

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.rehearsal.words import (
    aligned_pairs,
    edit_distance,
    matched_pairs,
    normalised_words,
    word_error_rate,
)

pytestmark = pytest.mark.unit

WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mr. Dashwood, ill-disposed!", "mister dashwood ill disposed"),
        ("Don’t — it's 10%.", "don't it's ten percent"),
        ("5-5", "five five"),
        ("  \n", ""),
    ],
)
def test_case_punctuation_and_numerals_do_not_count(text: str, words: str) -> None:
    assert normalised_words(text) == words.split()


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised_words(text)
    assert normalised_words(" ".join(once)) == once


def test_an_error_rate_counts_substitutions_deletions_and_insertions() -> None:
    assert word_error_rate(["the", "cat", "sat", "down"], ["a", "cat", "sat", "down", "now"]) == 0.5


def test_an_error_rate_without_reference_words_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        word_error_rate([], ["a"])


@given(WORDS.filter(bool), WORDS)
def test_error_rates_agree_with_jiwer(reference: list[str], hypothesis: list[str]) -> None:
    expected = jiwer.wer(" ".join(reference), " ".join(hypothesis))
    assert word_error_rate(reference, hypothesis) == pytest.approx(expected)


@given(WORDS, WORDS, WORDS)
def test_the_edit_distance_is_a_metric(first: list[str], second: list[str], third: list[str]) -> None:
    assert edit_distance(first, first) == 0
    assert edit_distance(first, second) == edit_distance(second, first)
    assert edit_distance(first, third) <= edit_distance(first, second) + edit_distance(second, third)


@given(WORDS, WORDS)
def test_an_alignment_keeps_order_and_reaches_the_edit_distance(
    reference: list[str], hypothesis: list[str]
) -> None:
    pairs = aligned_pairs(reference, hypothesis)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))
    substitutions = sum(reference[i] != hypothesis[j] for i, j in pairs)
    cost = substitutions + len(reference) + len(hypothesis) - 2 * len(pairs)
    assert cost == edit_distance(reference, hypothesis)


def test_a_partial_is_aligned_with_the_beginning_of_its_final() -> None:
    assert matched_pairs(["we", "go", "and", "we", "go", "home"], ["we", "go"]) == [(0, 0), (1, 1)]


def test_a_sentence_said_twice_is_paired_with_its_own_occurrence() -> None:
    said = ["he", "was", "young", "he", "was", "young"]
    heard = ["he", "is", "young", "he", "was", "young"]
    assert matched_pairs(said, heard) == [(0, 0), (2, 2), (3, 3), (4, 4), (5, 5)]

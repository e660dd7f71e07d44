"""One utterance out of Deepgram's pieces, however they come."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.engines.deepgram.pieces import Piece, Pieces
from parley.agent.engines.ports import Word

pytestmark = pytest.mark.unit


def piece(text: str, start_s: float, language: str = "en") -> Piece:
    """A word each half second."""
    words = text.split()
    return Piece(
        text,
        tuple(Word(word, start_s + at / 2, start_s + at / 2 + 0.4) for at, word in enumerate(words)),
        language,
    )


A, B, C = piece("we ship it", 0.0), piece("on Friday.", 2.0), piece("Who tests?", 4.0)
WHOLE = "we ship it on Friday. Who tests?"


def test_a_stretch_stands_until_it_is_final() -> None:
    pieces = Pieces()
    pieces.stands(piece("we", 0.0))
    pieces.stands(piece("we chip", 0.0))
    assert (pieces.text, pieces.final_text) == ("we chip", "")
    pieces.final(A)
    pieces.stands(piece("on", 2.0))
    assert (pieces.text, pieces.final_text) == ("we ship it on", "we ship it")


def test_what_is_final_is_not_taken_back_by_what_came_late() -> None:
    pieces = Pieces()
    pieces.final(A)
    pieces.stands(piece("we chip", 0.0))
    assert pieces.text == "we ship it"


def test_a_stretch_whose_final_is_late_stays_on_screen() -> None:
    pieces = Pieces()
    pieces.stands(A)
    pieces.stands(piece("on", 2.0))
    assert pieces.text == "we ship it on"
    pieces.final(A)
    assert pieces.text == "we ship it on"


@given(st.lists(st.sampled_from([A, B, C]), max_size=6), st.permutations([A, B, C]))
def test_finals_may_come_twice_and_in_any_order(again: list[Piece], order: list[Piece]) -> None:
    pieces = Pieces()
    for one in itertools.chain(order, again):
        pieces.final(one)
        pieces.stands(one)
    assert pieces.text == pieces.final_text == WHOLE
    assert " ".join(word.text for word in pieces.words) == WHOLE


def test_a_final_that_is_said_again_in_other_words_counts_as_said_last() -> None:
    pieces = Pieces()
    pieces.final(piece("we chip it", 0.0))
    pieces.final(B)
    pieces.final(A)
    assert pieces.text == "we ship it on Friday."


def test_most_words_tell_the_language() -> None:
    pieces = Pieces()
    assert pieces.language is None
    pieces.final(piece("mañana lo enviamos todos", 0.0, "es"))
    pieces.final(piece("okay", 3.0, "en"))
    assert pieces.language == "es"

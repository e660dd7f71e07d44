import pytest

from parley.rehearsal.numerals import cardinal_words, ordinal_words, spell_numerals

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (55, "fifty five"),
        (100, "one hundred"),
        (1215, "one thousand two hundred fifteen"),
        (2_000_001, "two million one"),
        (1_000_000_000, "one zero zero zero zero zero zero zero zero zero"),
    ],
)
def test_cardinals_are_spelt_as_spoken(number: int, words: str) -> None:
    assert " ".join(cardinal_words(number)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (21, "twenty first"), (4, "fourth")],
)
def test_ordinals_are_spelt_as_spoken(number: int, words: str) -> None:
    assert " ".join(ordinal_words(number)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 of clubs", "ten of clubs"),
        ("5-5", "five - five"),
        ("1,000,190 people", "one million one hundred ninety people"),
        ("3.5 percent", "three point five percent"),
        ("the 2nd of 10am", "the second of ten am"),
        ("It was 10.", "It was ten ."),
    ],
)
def test_numerals_in_text_become_words(text: str, words: str) -> None:
    assert spell_numerals(text).split() == words.split()

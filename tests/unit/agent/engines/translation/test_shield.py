import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.engines.translation.shield import restored, shielded

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "terms", "kept"),
    [
        ("Mark Baker will talk.", ("Mark Baker",), ["Mark Baker"]),
        ("Baker and Mark will talk.", ("Mark Baker",), ["Baker", "Mark"]),
        ("A baker will mark it.", ("Mark Baker",), []),
        ("Bakers mark Bakery.", ("Mark Baker",), []),
        ("Will you come?", ("Will",), []),
        ("Use Parley and Parley again.", ("Parley",), ["Parley", "Parley"]),
        ("We ship C++ (beta).", ("C++ (beta)",), ["C++ (beta)"]),
        ("Nothing here.", (), []),
    ],
)
def test_names_and_terms_are_replaced_as_whole_words_and_put_back(
    text: str, terms: tuple[str, ...], kept: list[str]
) -> None:
    hidden, found = shielded(text, terms)
    assert list(found.values()) == kept
    assert all(term not in hidden for term in kept)
    assert restored(hidden, found) == text


@pytest.mark.parametrize("spoilt", ["", "Zqxa Zqxa sagt", "Zqxaha sagt", "zqxa sagt", "Zqxa Zqxb sagt"])
def test_a_name_that_was_lost_doubled_or_inflected_is_noticed(spoilt: str) -> None:
    _, found = shielded("Rose says", ("Rose",))
    assert restored(spoilt, found) is None


@given(text=st.text(max_size=80), terms=st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_what_no_engine_touched_comes_back_as_it_was(text: str, terms: list[str]) -> None:
    hidden, found = shielded(text, terms)
    assert not found or restored(hidden, found) == text
    assert found or hidden == text

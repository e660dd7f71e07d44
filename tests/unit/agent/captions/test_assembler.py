"""From engine events to captions."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.captions.assembler import Caption, SegmentAssembler
from parley.agent.engines.ports import Final, Partial, SpeechEvent
from parley.contracts.ids import ParticipantIdentity, SegmentId

pytestmark = pytest.mark.unit

WORDS = st.lists(st.sampled_from(["we", "will", "ship", "it", "ship.", "It", "on", "Friday"]), max_size=8)
TEXTS = st.builds(" ".join, WORDS)


def assembler() -> SegmentAssembler:
    return SegmentAssembler(SegmentId("SG_1234"), ParticipantIdentity("u-maria"), "TR_1", "en", 1_000)


def captions(events: list[SpeechEvent]) -> list[Caption]:
    one = assembler()
    made = [one.on_event(event, 1_000 + 100 * number) for number, event in enumerate(events)]
    return [caption for caption in made if caption is not None]


def firm(caption: Caption) -> str:
    return caption.text[: caption.firm_characters]


@given(st.lists(TEXTS), st.lists(TEXTS), TEXTS, st.randoms(use_true_random=False))
def test_any_reordering_of_partials_ends_in_the_same_transcript(
    early: list[str], late: list[str], final: str, random: Random
) -> None:
    shuffled = [*early, *late]
    random.shuffle(shuffled)

    def events(partials: list[str]) -> list[SpeechEvent]:
        before: list[SpeechEvent] = [Partial(text) for text in partials[: len(early)]]
        return [*before, Final(final), *(Partial(text) for text in partials[len(early) :])]

    def transcript(made: list[Caption]) -> list[tuple[str, int, str]]:
        return [(one.segment_id, one.start_ms, one.text) for one in made if one.is_final and one.text]

    usual = transcript(captions(events([*early, *late])))
    assert transcript(captions(events(shuffled))) == usual
    assert len(usual) == (1 if final else 0)


@given(st.lists(TEXTS, min_size=2))
def test_firm_words_are_a_word_prefix_that_only_a_rewrite_shrinks(texts: list[str]) -> None:
    made = captions([Partial(text) for text in texts])
    for caption in made:
        rest = caption.text[caption.firm_characters :]
        assert rest == "" or not rest[0].isalnum() or caption.firm_characters == 0
    for before, after in itertools.pairwise(made):
        if after.text.startswith(firm(before)) and len(after.text) > len(before.text):
            assert after.firm_characters >= before.firm_characters or not after.text.startswith(
                before.text + " "
            )


def test_words_are_firm_when_two_successive_partials_agree() -> None:
    made = captions([Partial("we will"), Partial("we will ship"), Partial("we will ship it")])
    assert [firm(one) for one in made] == ["", "we will", "we will ship"]


def test_a_final_without_words_takes_back_what_was_shown_and_nothing_else() -> None:
    assert [(one.text, one.is_final) for one in captions([Partial("we"), Partial(""), Final("")])] == [
        ("we", False),
        ("", True),
    ]
    assert captions([Partial(""), Final("")]) == []


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("five five five five", "five"),
        ("five Five, five.", "five"),
        ("we ship of the five of the five of the five", "we ship of the five"),
        ("bye bye", "bye bye"),
        ("no nobody no nobody no nobodies", "no nobody no nobody no nobodies"),
        ("one two one two one", "one two one two one"),
    ],
)
def test_nothing_is_firm_behind_the_place_where_a_text_runs_in_a_circle(text: str, agreed: str) -> None:
    assert firm(captions([Partial(text), Partial(text)])[-1]) == agreed


def test_what_was_firm_before_a_circle_showed_stays_firm() -> None:
    made = captions([Partial("five five"), Partial("five five"), Partial("five five five")])
    assert firm(made[-1]) == "five five"


def test_half_a_word_is_not_agreed_upon() -> None:
    assert firm(captions([Partial("we shall"), Partial("we shallow")])[-1]) == "we"


def test_a_full_stop_takes_no_firm_word_back() -> None:
    assert [firm(one) for one in captions([Partial("ship"), Partial("ship"), Partial("ship.")])] == [
        "",
        "ship",
        "ship",
    ]


def test_a_rewrite_of_firm_words_takes_them_back() -> None:
    made = captions([Partial("we will"), Partial("we will"), Partial("he will")])
    assert [firm(one) for one in made] == ["", "we will", ""]


def test_a_shorter_partial_keeps_what_was_firm() -> None:
    made = captions([Partial("we will ship"), Partial("we will go"), Partial("we will")])
    assert firm(made[-1]) == "we will"


def test_late_partial_never_reopens_a_final_segment() -> None:
    made = captions([Partial("we"), Final("we will"), Partial("we will ship")])
    assert [one.is_final for one in made] == [False, True]


def test_an_empty_final_yields_no_segment() -> None:
    assert captions([Final("  \n")]) == []


def test_a_final_is_firm_all_through_and_makes_the_stored_segment() -> None:
    final = captions([Final("  We will   ship it. ")])[0]
    assert final.firm_characters == len(final.text) == len("We will ship it.")
    assert final.segment().text == "We will ship it."
    assert final.segment().segment_id == "SG_1234"


def test_one_segment_has_one_id_and_one_start() -> None:
    made = captions([Partial("a"), Partial("a b"), Final("a b c")])
    assert {(one.segment_id, one.start_ms) for one in made} == {("SG_1234", 1_000)}

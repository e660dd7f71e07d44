"""How a text is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.agent.captions.editor import Editor
from parley.agent.engines.ports import Final, Partial
from parley.contracts.captions import ProfanityPolicy

pytestmark = pytest.mark.unit

NAMES = ("Maria Silva", "Will", "Ben O'Neil")


def editor(*glossary: str, profanity: ProfanityPolicy = ProfanityPolicy.KEEP) -> Editor:
    one = Editor(glossary, lambda: NAMES)
    one.profanity = profanity
    return one


def plain(text: str) -> Final:
    return Final(text, is_punctuated=False)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("we ship on friday", "We ship on friday."),
        ("i think i'm late", "I think I'm late."),
        ("ask maria and ben o'neil", "Ask Maria and Ben O'Neil."),
        ("he will ask will", "He will ask will."),
        ("when do we ship", "When do we ship?"),
        ("can you hear me", "Can you hear me?"),
        ("will sends it", "Will sends it."),
        ("it is done.", "It is done."),
        ("", ""),
    ],
)
def test_an_engine_without_punctuation_gets_it_by_rules(said: str, written: str) -> None:
    assert editor().edited(plain(said), "en").text == written


def test_a_partial_has_no_end_yet() -> None:
    assert editor().edited(Partial("when do we", is_punctuated=False), "en").text == "When do we"


def test_english_rules_are_for_english() -> None:
    assert editor().edited(plain("i do not know"), "it").text == "I do not know."
    assert editor().edited(plain("che i do"), "it-IT").text == "Che i do."


def test_what_an_engine_punctuates_stays_as_it_is() -> None:
    assert editor().edited(Final("we ship on friday"), "en").text == "we ship on friday"


def test_terms_are_written_as_the_glossary_writes_them() -> None:
    one = editor("LiveKit", "Open AI Labs", "Open AI")
    assert (
        one.edited(Final("Livekit and open ai labs, open AI."), "en").text
        == "LiveKit and Open AI Labs, Open AI."
    )
    assert one.edited(Final("The livekits open air."), "en").text == "The livekits open air."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("What the fuck is this shit?", "What the f*** is this s***?"),
        ("An asshole. Bullshit!", "An a******. B*******!"),
        ("Scunthorpe's class passed a hard drive test.", "Scunthorpe's class passed a hard drive test."),
        ("Dick said hello to the cockatoo.", "Dick said hello to the cockatoo."),
    ],
)
def test_coarse_words_are_masked_if_the_host_wants_it(said: str, shown: str) -> None:
    assert editor(profanity=ProfanityPolicy.MASK).edited(Final(said), "en").text == shown
    assert editor().edited(Final(said), "en").text == said


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80))
def test_words_are_never_added_or_taken_away(said: str) -> None:
    edited = editor(profanity=ProfanityPolicy.MASK).edited(plain(said), "en").text
    assert len(edited.split()) == len(said.split())


@given(st.lists(st.sampled_from(["we", "ship", "the", "open", "ai", "model", "i", "maria"]), max_size=12))
def test_editing_twice_changes_nothing_more(words: list[str]) -> None:
    one = editor("OpenAI Model", "Open AI")
    once = one.edited(plain(" ".join(words)), "en").text
    assert one.edited(plain(once), "en").text == once

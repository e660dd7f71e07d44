"""Laws that hold for the notes of any meeting whatever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.agent.notes import make_notes
from parley.agent.notes.verifier import Verifier
from parley.contracts.ingest import NotesSource
from parley.contracts.notes import NoteLine, Notes
from tests.unit.agent.notes.meetings import MARIA, meeting, sources

pytestmark = pytest.mark.unit


def _lines(notes: Notes) -> list[NoteLine]:
    quoted = [line for chapter in notes.chapters for line in chapter.lines]
    return [*quoted, *notes.decisions, *notes.action_items]


@given(sources())
@settings(max_examples=150)
def test_every_line_is_a_quote_that_the_verifier_confirms(source: NotesSource) -> None:
    notes = make_notes(source)
    if notes is None:
        return
    verifier = Verifier(source)
    texts: dict[str, str] = {}
    for segment in source.segments:
        texts.setdefault(segment.segment_id, segment.text)
    assert _lines(notes)
    for line in _lines(notes):
        assert verifier.line_holds(line)
        assert any(line.text in texts[segment_id] for segment_id in line.evidence)
    for item in notes.action_items:
        assert verifier.action_holds(item)
    assert verifier.verified(notes) == notes


@given(sources())
@settings(max_examples=60)
def test_notes_are_the_same_again_and_survive_the_wire(source: NotesSource) -> None:
    notes = make_notes(source)
    assert make_notes(source) == notes
    if notes is not None:
        assert Notes.model_validate_json(notes.model_dump_json()) == notes


@given(sources())
@settings(max_examples=60)
def test_owners_are_participants_under_the_name_they_bore(source: NotesSource) -> None:
    notes = make_notes(source)
    known = {(person.identity, person.name) for person in source.participants}
    for item in notes.action_items if notes else []:
        assert (item.owner is None and item.owner_name is None) or (item.owner, item.owner_name) in known


@given(sources())
@settings(max_examples=60)
def test_chapters_are_at_most_eight_in_order_and_titled_with_words_that_were_said(
    source: NotesSource,
) -> None:
    notes = make_notes(source)
    chapters = notes.chapters if notes else []
    assert len(chapters) <= 8
    assert [c.start_ms for c in chapters] == sorted(c.start_ms for c in chapters)
    said = " ".join(segment.text for segment in source.segments).casefold()
    for chapter in chapters:
        assert chapter.start_ms <= chapter.end_ms
        assert 1 <= len(chapter.lines) <= 3
        assert all(word.strip(",").casefold() in said for word in chapter.title.split())


@pytest.mark.parametrize(
    "text",
    [
        "word " * 2_000,
        "a" * 10_000,
        "." * 10_000,
        "I'll " * 2_000,
        "we decided " * 900,
        "and so " * 1_400,
        "yes, Maria will " * 600,
        "by Friday before the " * 400,
        "1/2/3.4:5-6" * 900,
        "\u202e" + "שלום " * 1_500,
    ],
)
def test_ten_thousand_characters_of_anything_do_no_harm(text: str) -> None:
    source = meeting((MARIA, text[:10_000]), (MARIA, "We decided to use the old server."))
    notes = make_notes(source)
    assert notes is not None
    assert [line.text for line in notes.decisions][-1] == "We decided to use the old server."
    assert all(len(line.text.split()) <= 40 for line in _lines(notes) if " " in line.text)


@given(
    st.lists(
        st.sampled_from(
            [
                "Hello.",
                "Yes.",
                "Mm-hmm.",
                "Okay, thanks, bye.",
                "Can you hear me?",
                "...",
                "Good morning everyone, nice to see you all.",
            ]
        ),
        max_size=20,
    )
)
@settings(max_examples=30)
def test_small_talk_alone_makes_no_notes(texts: list[str]) -> None:
    assert make_notes(meeting(*((MARIA, text) for text in texts))) is None

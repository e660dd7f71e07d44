import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import SpeechEngineWish
from parley.contracts.room import AiState, CaptionAttributes, RoomMetadata
from parley.rehearsal.caption_book import CaptionBook

pytestmark = pytest.mark.unit

AGENT, NEXT_AGENT = "agent-1", "agent-2"


def naming(agent: str | None, *, is_behind: bool = False) -> str:
    return RoomMetadata(
        type="parley.room",
        meeting_id=MeetingId("m"),
        agent_identity=ParticipantIdentity(agent) if agent else None,
        ai_state=AiState.LIVE,
        captions_on=True,
        notes_on=True,
        changed_by="",
        language=None,
        profanity=ProfanityPolicy.KEEP,
        speech_engine=SpeechEngineWish.AUTO,
        live_engine=None,
        is_fallback=False,
        is_behind=is_behind,
    ).model_dump_json()


def head(
    segment_id: str = "SG_1", *, is_final: bool = False, start_ms: int = 0, firm: int = 0
) -> dict[str, str]:
    attributes = CaptionAttributes(
        segment_id=SegmentId(segment_id),
        is_final="true" if is_final else "false",
        track_id="TR_1",
        speaker=ParticipantIdentity("p-1"),
        language="en",
        start_ms=str(start_ms),
        end_ms=str(start_ms + 10),
        firm_characters=str(firm),
    )
    return {key: str(value) for key, value in attributes.model_dump(by_alias=True).items()}


@pytest.fixture
def book() -> CaptionBook:
    book = CaptionBook()
    book.learn_agent(naming(AGENT))
    return book


def texts(book: CaptionBook) -> list[list[str]]:
    return [[update.text for update in live.segment.updates] for live in book.segments]


def test_a_segment_grows_until_its_final(book: CaptionBook) -> None:
    book.write(AGENT, head(), "Good", 1.0)
    open_before = book.has_open_segment
    book.write(AGENT, head(is_final=True), "Good day.", 2.0)
    assert texts(book) == [["Good", "Good day."]]
    assert (open_before, book.has_open_segment) == (True, False)
    assert book.last_update_s == 2.0


def test_how_much_was_firm_and_heard_is_kept_of_each_update(book: CaptionBook) -> None:
    book.write(AGENT, head(firm=0), "Good", 1.0)
    book.write(AGENT, head(firm=4, start_ms=600), "Good day", 1.5)
    book.write(AGENT, head(is_final=True, firm=9, start_ms=900), "Good day.", 2.0)
    (live,) = book.segments
    told = [(update.firm_characters, update.end_ms) for update in live.segment.updates]
    assert told == [(0, 10), (4, 610), (9, 910)]


def test_a_caption_of_anybody_but_the_agent_is_not_believed(book: CaptionBook) -> None:
    book.write("p-1", head(is_final=True), "I resign.", 1.0)
    book.write("", head(is_final=True), "I resign.", 1.0)
    assert book.segments == []
    assert book.last_update_s is None


def test_nobody_is_believed_before_an_agent_is_named() -> None:
    book = CaptionBook()
    for metadata in ("", "{}", "no json", naming(None)):
        book.learn_agent(metadata)
    book.write(AGENT, head(), "Good", 1.0)
    assert book.segments == []


def test_an_agent_that_was_replaced_may_finish_what_it_began(book: CaptionBook) -> None:
    book.learn_agent(naming(NEXT_AGENT))
    book.write(AGENT, head(is_final=True), "Good day.", 1.0)
    book.write(NEXT_AGENT, head("SG_2", is_final=True), "Good night.", 2.0)
    assert texts(book) == [["Good day."], ["Good night."]]


def test_a_late_partial_never_reopens_a_final(book: CaptionBook) -> None:
    book.write(AGENT, head(is_final=True), "Good day.", 1.0)
    book.write(AGENT, head(), "Good", 2.0)
    assert texts(book) == [["Good day."]]


def test_a_final_that_is_said_again_replaces_the_first(book: CaptionBook) -> None:
    book.write(AGENT, head(is_final=True), "Good day.", 1.0)
    book.write(AGENT, head(is_final=True), "Good day!", 2.0)
    assert texts(book) == [["Good day!"]]


def test_segments_are_read_in_order_of_speech(book: CaptionBook) -> None:
    book.write(AGENT, head("SG_2", start_ms=900, is_final=True), "later", 1.0)
    book.write(AGENT, head("SG_1", start_ms=100, is_final=True), "sooner", 2.0)
    assert texts(book) == [["sooner"], ["later"]]


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=8))
def test_attributes_that_are_no_caption_are_left_out(attributes: dict[str, str]) -> None:
    book = CaptionBook()
    book.learn_agent(naming(AGENT))
    book.write(AGENT, attributes, "text", 1.0)
    assert book.segments == []


def test_it_knows_from_the_room_whether_captions_come_late() -> None:
    book = CaptionBook()
    for is_behind in (True, False):
        book.learn_agent(naming(AGENT, is_behind=is_behind))
        assert book.is_behind is is_behind
    book.learn_agent("no metadata of ours")
    assert not book.is_behind


def test_a_translation_is_no_caption_and_counts_only_from_the_agent(book: CaptionBook) -> None:
    translated = head(is_final=True) | {
        "language": "es",
        "translated": "true",
        "source_language": "en",
        "engine": "apertium",
        "is_draft": "true",
        "pivot": "",
    }
    book.write(AGENT, head(is_final=True), "We ship.", 1.0)
    book.write("p-forger", translated, "Mentira.", 1.1)
    book.write(AGENT, translated | {"is_draft": "maybe"}, "Mentira.", 1.2)
    book.write(AGENT, translated | {"lk.transcription_final": "false"}, "Envia", 1.25)
    book.write(AGENT, translated, "Enviamos.", 1.3)
    book.write(AGENT, translated, "Otra vez.", 1.4)
    assert [live.segment.final.text for live in book.segments] == ["We ship."]
    (only,) = book.translations.values()
    assert (only.language, only.text, only.arrived_s) == ("es", "Enviamos.", 1.3)

"""The gate: each way in which a line, an owner or a title may be false."""

import pytest

from parley.agent.notes.verifier import Verifier
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.notes import ActionItem, Chapter, NoteLine, Notes
from tests.unit.agent.notes.meetings import MARIA, YUSUF, meeting

pytestmark = pytest.mark.unit

SOURCE = meeting(
    (MARIA, "I'll send the report to Yusuf by Friday, it costs 25 euros."),
    (YUSUF, "Thank you, that helps the whole team."),
)
FIRST, SECOND = SegmentId("SG_000"), SegmentId("SG_001")


def _action(**changes: object) -> ActionItem:
    sound = {
        "text": "I'll send the report by Friday",
        "evidence": [FIRST],
        "owner": MARIA,
        "owner_name": "Maria Lopez",
        "due_text": "by Friday",
    }
    return ActionItem.model_validate(sound | changes)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("send the report", ["SG_999"]),
        ("send the report", [SECOND]),
        ("send the report", [SECOND, FIRST]),
        ("send the report", [FIRST, FIRST]),
        ("send the invoice", [FIRST]),
        ("it costs 26 euros", [FIRST]),
        ("send the report by Monday", [FIRST]),
        ("send the report to Aiko", [FIRST]),
        ("—", [FIRST]),
    ],
)
def test_a_line_that_its_evidence_does_not_say_falls(text: str, evidence: list[SegmentId]) -> None:
    assert not Verifier(SOURCE).line_holds(NoteLine(text=text, evidence=evidence))


@pytest.mark.parametrize("evidence", [[FIRST], [FIRST, SECOND]])
def test_a_quote_holds_whatever_its_case_and_apostrophes(evidence: list[SegmentId]) -> None:
    assert Verifier(SOURCE).line_holds(NoteLine(text="i’ll SEND the report", evidence=evidence))


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": "pa_stranger", "owner_name": "Stranger"},
        {"owner_name": "Maria"},
        {"owner_name": None},
        {"owner": None},
        {"due_text": "by Monday"},
        {"due_text": "Friday by"},
        {"due_text": "?"},
    ],
)
def test_an_action_with_a_false_owner_or_date_falls(changes: dict[str, object]) -> None:
    assert not Verifier(SOURCE).action_holds(_action(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"owner": YUSUF, "owner_name": "Yusuf Demir"},  # named in the cited words
        {"owner": None, "owner_name": None, "due_text": None},
    ],
)
def test_an_action_of_its_speaker_of_one_named_or_of_nobody_holds(changes: dict[str, object]) -> None:
    assert Verifier(SOURCE).action_holds(_action(**changes))


def test_an_owner_who_neither_spoke_nor_was_named_falls() -> None:
    action = _action(text="that helps", evidence=[SECOND], due_text=None)
    assert not Verifier(SOURCE).action_holds(action)


def test_only_what_holds_is_left_and_a_title_nobody_said_is_blank() -> None:
    sound = NoteLine(text="send the report", evidence=[FIRST])
    false = NoteLine(text="fire the team", evidence=[FIRST])
    outside = NoteLine(text="that helps the whole team", evidence=[SECOND])
    notes = Notes(
        method="any",
        chapters=[
            Chapter(title="Invoices", start_ms=0, end_ms=3_000, lines=[false, sound, outside]),
            Chapter(title="Team", start_ms=4_000, end_ms=7_000, lines=[false]),
        ],
        decisions=[false, sound],
        action_items=[_action(), _action(owner=ParticipantIdentity("x"), owner_name="x")],
    )
    verified = Verifier(SOURCE).verified(notes)
    assert verified == Notes(
        method="any",
        chapters=[Chapter(title="", start_ms=0, end_ms=3_000, lines=[sound])],
        decisions=[sound],
        action_items=[_action()],
    )

"""Times on the meeting clock, and what is heard before it is known."""

from dataclasses import replace

import pytest

from parley.agent.captions.assembler import Caption
from parley.agent.captions.editor import Editor
from parley.agent.captions.scribe import Scribe
from parley.agent.engines.ports import Final, Partial
from parley.agent.listening.utterance import Utterance
from parley.contracts.captions import Gap, GapReason
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import ParticipantIdentity, SegmentId

pytestmark = pytest.mark.unit

CLOCK = MeetingClock(reading_ms=60_000, read_at_s=100.0)


def utterance(number: int, start_s: float) -> Utterance:
    segment_id, speaker = SegmentId(f"SG_{number:04}"), ParticipantIdentity("u-maria")
    return Utterance(segment_id, speaker, "TR_1", start_s, start_s + 1)


def test_times_are_those_of_the_meeting() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    scribe.begin(CLOCK, "en")
    scribe.hear(utterance(1, 101.0), Final("We ship."))
    assert [(one.start_ms, one.end_ms, one.text) for one in captions] == [(61_000, 62_000, "We ship.")]


def test_what_was_heard_before_the_clock_is_written_down_once_it_is_known() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    scribe.hear(utterance(1, 98.0), Partial("we"))
    scribe.hear(utterance(2, 98.5), Final("Soon."))
    scribe.hear(utterance(1, 98.0), Partial("we ship"))
    scribe.hear(utterance(1, 98.0), Final("We ship."))
    assert captions == []
    scribe.begin(CLOCK, "en")
    assert [(one.text, one.start_ms) for one in captions] == [("Soon.", 58_500), ("We ship.", 58_000)]


def test_only_the_newest_event_of_an_utterance_waits_for_the_clock() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    for words in range(1, 100):
        scribe.hear(utterance(1, 98.0), Partial("we " * words))
    scribe.begin(CLOCK, "en")
    assert len(captions) == 1


def test_a_second_clock_changes_nothing() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    scribe.begin(CLOCK, "en")
    scribe.begin(MeetingClock(0, 0.0), "de")
    scribe.hear(utterance(1, 101.0), Final("We ship."))
    assert [(one.start_ms, one.language) for one in captions] == [(61_000, "en")]


def test_what_has_no_final_is_taken_back_and_leaves_a_gap_with_its_times() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    scribe.miss(utterance(1, 98.0), GapReason.OVERLOADED)
    assert gaps == []
    scribe.begin(CLOCK, "en")
    scribe.hear(utterance(2, 101.0), Partial("we ship"))
    scribe.miss(utterance(2, 101.0), GapReason.ENGINE_FAILED)
    assert [(one.text, one.is_final) for one in captions] == [("we ship", False), ("", True)]
    told = [(one.speaker, one.start_ms, one.end_ms, one.reason.value) for one in gaps]
    assert told == [("u-maria", 58_000, 59_000, "overloaded"), ("u-maria", 61_000, 62_000, "engine_failed")]
    assert [one.gap_id for one in gaps] == ["miss-SG_0001", "miss-SG_0002"]


def test_each_speaks_their_own_language_and_the_engine_may_know_better() -> None:
    captions: list[Caption] = []
    gaps: list[Gap] = []
    scribe = Scribe(Editor((), lambda: ()), captions.append, gaps.append)
    scribe.begin(CLOCK, "en")
    scribe.hear(replace(utterance(1, 101.0), language="pt-BR"), Final("Enviamos."))
    scribe.hear(utterance(2, 102.0), Final("Wir liefern.", language="de"))
    scribe.hear(utterance(3, 103.0), Final("We ship."))
    assert [one.language for one in captions] == ["pt-BR", "de", "en"]

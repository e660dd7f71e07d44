"""Into which languages finals go, in which order, and what it costs."""

import asyncio
from dataclasses import replace

import pytest

from parley.agent.captions.assembler import Caption
from parley.agent.engines.translation.fake import FakeTranslator
from parley.agent.engines.translation.ladder import TranslationLadder
from parley.agent.engines.translation.ports import Pair, SentenceFailed, Translator
from parley.agent.translation.interpreter import MOST_WAITING, REMEMBERED, Interpreter
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.ingest import Backlog, TranslatedSegment
from parley.contracts.translation import Translation
from tests.unit.agent.engines.translation.peers import Scripted, raising

pytestmark = pytest.mark.unit

BOTH = (Pair("en", "es"), Pair("en", "ca"))


def final(number: int, speaker: str = "p-maria", language: str = "en", text: str = "") -> Caption:
    return Caption(
        segment_id=SegmentId(f"seg-{number}"),
        speaker=ParticipantIdentity(speaker),
        track_id="TR_1",
        language=language,
        start_ms=1000 * number,
        end_ms=1000 * number + 900,
        text=text or f"Sentence {number}.",
        firm_characters=0,
        is_final=True,
    )


class Desk:
    """An interpreter and what came out."""

    def __init__(self, *translators: Translator) -> None:
        self.told: list[Translation] = []
        self.left: list[tuple[str, str]] = []
        self.has_told = asyncio.Event()
        self.interpreter = Interpreter(
            TranslationLadder(translators, patience_s=0.0),
            lambda: ("Maria",),
            lambda _source, translation: self._tell(translation),
            lambda caption, language: self.left.append((caption.segment_id, language)),
        )

    def _tell(self, translation: Translation) -> None:
        self.told.append(translation)
        self.has_told.set()

    async def settled(self) -> list[tuple[str, str]]:
        await self.interpreter.finish(5.0)
        return [(one.segment_id, one.language) for one in self.told]


async def test_a_language_that_nobody_reads_costs_no_call() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    desk.interpreter.hear(final(1))
    desk.interpreter.follow_readers(["en", "en-GB", "de"])
    desk.interpreter.hear(final(2))
    assert await desk.settled() == []
    assert engine.asked == []


async def test_finals_go_into_exactly_the_languages_that_are_read_once_each() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    desk.interpreter.follow_readers(["es", "ca", "en"])
    desk.interpreter.hear(final(1))
    desk.interpreter.hear(final(2, language="es"))
    assert sorted(await desk.settled()) == [("seg-1", "ca"), ("seg-1", "es")]
    assert len(engine.asked) == 2


async def test_what_was_said_before_somebody_reads_is_translated_for_them_in_order() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    for number in range(REMEMBERED + 3):
        desk.interpreter.hear(final(number))
    desk.interpreter.follow_readers(["es"])
    found = await desk.settled()
    assert found == [(f"seg-{number}", "es") for number in range(3, REMEMBERED + 3)]


async def test_order_is_kept_for_each_speaker_and_one_who_waits_holds_up_nobody_else() -> None:
    slow = Scripted(pairs=(Pair("en", "es"),))
    slow.go_on.clear()
    desk = Desk(slow, Scripted(pairs=(Pair("fr", "es"),)))
    desk.interpreter.follow_readers(["es"])
    for number in (1, 2, 3):
        desk.interpreter.hear(final(number))
    desk.interpreter.hear(final(4, "p-ben", language="fr"))
    await desk.has_told.wait()
    assert [one.segment_id for one in desk.told] == ["seg-4"]
    slow.go_on.set()
    assert [segment for segment, _ in await desk.settled()] == ["seg-4", "seg-1", "seg-2", "seg-3"]


async def test_what_an_engine_far_behind_will_not_come_to_is_said_to_stay_as_it_was_spoken() -> None:
    stuck = Scripted(pairs=(Pair("en", "es"),))
    stuck.go_on.clear()
    desk = Desk(stuck)
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.hear(final(0))
    await asyncio.sleep(0)  # it is in the engine's hands now
    for number in range(1, MOST_WAITING + 3):
        desk.interpreter.hear(final(number))
    assert desk.left == [("seg-1", "es"), ("seg-2", "es")]
    await desk.interpreter.finish(0.0)


async def test_a_reader_who_changes_all_the_time_gets_each_segment_once_in_each_language() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    for number in range(5):
        desk.interpreter.hear(final(number))
    for turn in range(20):
        desk.interpreter.follow_readers(["es" if turn % 2 else "ca"])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    found = await desk.settled()
    assert len(found) == len(set(found)) <= 10
    assert {segment for segment, language in found if language == "es"} == {f"seg-{n}" for n in range(5)}


async def test_an_engine_is_told_what_was_said_before_by_the_same_person_and_who_is_there() -> None:
    engine = FakeTranslator()
    desk = Desk(engine)
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.hear(final(1, text="Good morning."))
    desk.interpreter.hear(final(2, "p-ben", text="Hello."))
    desk.interpreter.hear(final(3, text="It rains."))
    await desk.settled()
    before = {sentence.text: sentence.before for sentence in engine.sentences}
    assert before == {"Good morning.": "", "Hello.": "", "It rains.": "Good morning."}
    assert {sentence.terms for sentence in engine.sentences} == {("Maria",)}


async def test_a_sentence_that_cannot_be_translated_is_left_out_and_the_next_is_not() -> None:
    failing = Scripted(raising(SentenceFailed()), pairs=BOTH)
    desk = Desk(failing)
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.hear(final(1))
    desk.interpreter.hear(final(2))
    assert await desk.settled() == []
    assert len(failing.asked) == 2


async def test_the_end_does_not_wait_for_an_engine_that_hangs() -> None:
    hung = Scripted()
    hung.go_on.clear()
    desk = Desk(hung)
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.hear(final(1))
    await desk.interpreter.finish(0.0)
    assert desk.told == []
    assert hung.is_closed


def partial(number: int, firm: str, rest: str = "", **changed: str) -> Caption:
    return replace(final(number, text=firm + rest, **changed), firm_characters=len(firm), is_final=False)


async def test_the_firm_beginning_of_what_is_being_said_is_read_along_by_a_quick_engine() -> None:
    desk = Desk(Scripted(is_quick=True))
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.overhear(partial(1, "We meet", " again"))
    desk.interpreter.overhear(partial(1, "We meet again ", "on fry"))
    await desk.has_told.wait()
    desk.interpreter.hear(final(1, text="We meet again on Friday."))
    desk.interpreter.overhear(partial(1, "We meet again on Friday"))
    assert await desk.settled() == [("seg-1", "es")] * 2
    assert [one.text for one in desk.told] == ["[es] We meet again", "[es] We meet again on Friday."]


async def test_only_the_newest_beginning_is_translated_and_none_comes_behind_the_final() -> None:
    slow = Scripted(is_quick=True)
    slow.go_on.clear()
    desk = Desk(slow)
    desk.interpreter.follow_readers(["es"])
    for firm in ("We meet again", "We meet again on", "We meet again on Friday"):
        desk.interpreter.overhear(partial(1, firm))
        await asyncio.sleep(0)
    desk.interpreter.hear(final(1, text="We meet again on Friday."))
    await asyncio.sleep(0)
    slow.go_on.set()
    await desk.settled()
    assert [one.text for one in desk.told] == ["[es] We meet again on Friday."]


async def test_an_engine_is_prepared_when_a_sentence_begins_and_only_for_what_is_read() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    desk.interpreter.overhear(replace(final(1), is_final=False))
    assert engine.prepared == []
    desk.interpreter.follow_readers(["es", "en", "de"])
    for number in (2, 2, 3):
        desk.interpreter.overhear(replace(final(number), is_final=False))
    assert engine.prepared == [Pair("en", "es"), Pair("en", "es")]
    await desk.settled()


async def test_an_engine_that_is_not_quick_gets_finals_alone_and_so_does_one_nobody_reads() -> None:
    slow, quick = Scripted(), Scripted(is_quick=True)
    for engine, language in ((slow, "es"), (quick, "en")):
        desk = Desk(engine)
        desk.interpreter.follow_readers([language])
        desk.interpreter.overhear(partial(1, "We meet again on Friday"))
        await asyncio.sleep(0)
        await desk.interpreter.finish(1.0)
        assert engine.asked == []


def backlog(*numbers: int, translated: tuple[tuple[int, str], ...] = ()) -> Backlog:
    return Backlog(
        segments=[final(number).segment() for number in numbers],
        translated=[
            TranslatedSegment(segment_id=SegmentId(f"seg-{number}"), language=language)
            for number, language in translated
        ],
    )


async def test_what_another_agent_heard_is_translated_for_readers_of_now_and_later_each_once() -> None:
    engine = Scripted(pairs=BOTH)
    desk = Desk(engine)
    desk.interpreter.follow_readers(["es"])
    desk.interpreter.hear(final(4))
    desk.interpreter.recall(backlog(1, 2, 3, 4, translated=((2, "es"), (3, "ca"))))
    desk.interpreter.follow_readers(["es", "ca"])
    told = await desk.settled()
    assert {one for one, language in told if language == "es"} == {"seg-1", "seg-3", "seg-4"}
    assert {one for one, language in told if language == "ca"} == {"seg-1", "seg-2", "seg-4"}
    assert len(told) == 6
    assert [one.before for one in engine.asked if one.text == "Sentence 2."] == ["Sentence 1."]


async def test_no_more_is_remembered_with_what_another_agent_heard() -> None:
    desk = Desk(Scripted(pairs=BOTH))
    for number in range(1000, 1000 + REMEMBERED - 2):
        desk.interpreter.hear(final(number))
    desk.interpreter.recall(backlog(*range(REMEMBERED)))
    desk.interpreter.follow_readers(["es"])
    told = await desk.settled()
    assert len(told) == REMEMBERED
    assert told[:3] == [("seg-98", "es"), ("seg-99", "es"), ("seg-1000", "es")]

"""Who gets a translated caption, and what is said with it."""

import asyncio

import pytest

from parley.agent.room.translations import TranslationPublisher
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.room import TranslationAttributes
from parley.contracts.translation import Translation
from tests.unit.agent.translation.test_interpreter import final, partial

pytestmark = pytest.mark.unit

ANA, EVA = ParticipantIdentity("p-ana"), ParticipantIdentity("p-eva")
Sent = tuple[str, TranslationAttributes, list[str]]


def translation(number: int, language: str = "es", text: str = "Hola.") -> Translation:
    return Translation(
        segment_id=final(number).segment_id,
        language=language,
        text=text,
        engine="apertium",
        is_draft=True,
        pivot="ca",
    )


class Desk:
    """A publisher, who reads what, and what was sent."""

    def __init__(self) -> None:
        self.readers: dict[LanguageTag, list[ParticipantIdentity]] = {"es": [ANA, EVA]}
        self.sent: list[Sent] = []
        self.fails = 0
        self.publisher = TranslationPublisher(self._send, lambda language: self.readers.get(language, []))

    async def _send(self, text: str, attributes: dict[str, str], readers: object) -> None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the SDK raises bare exceptions")
        assert isinstance(readers, list)
        self.sent.append((text, TranslationAttributes.model_validate(attributes), readers))

    async def settled(self) -> list[Sent]:
        running = asyncio.create_task(self.publisher.run())
        await self.publisher.flushed()
        running.cancel()
        return self.sent


async def test_a_translation_goes_to_who_reads_its_language_under_the_segment_s_own_id() -> None:
    desk = Desk()
    desk.publisher.publish(final(7), translation(7))
    desk.publisher.publish(final(7), translation(7, "ca", "Hola!"))
    ((text, said, readers),) = await desk.settled()
    assert (text, readers) == ("Hola.", [ANA, EVA])
    assert (said.segment_id, said.speaker, said.start_ms, said.end_ms) == ("seg-7", "p-maria", "7000", "7900")
    assert (said.language, said.source_language, said.engine) == ("es", "en", "apertium")
    assert (said.is_final, said.translated, said.is_draft, said.pivot) == ("true", "true", "true", "ca")


async def test_who_reads_it_is_asked_when_it_is_sent() -> None:
    desk = Desk()
    desk.publisher.publish(final(1), translation(1))
    desk.readers["es"] = [EVA]
    ((_, _, readers),) = await desk.settled()
    assert readers == [EVA]


async def test_what_is_still_being_said_is_no_final_and_may_be_taken_back() -> None:
    desk = Desk()
    desk.publisher.publish(partial(1, "We meet again"), translation(1))
    await desk.settled()
    desk.publisher.retract(final(1), "es")
    (along, back) = await desk.settled()
    assert (along[0], along[1].is_final) == ("Hola.", "false")
    assert (back[0], back[1].is_final, back[1].segment_id) == ("", "true", "seg-1")


async def test_a_room_that_is_slow_gets_the_newest_of_each_segment_in_each_language() -> None:
    desk = Desk()
    desk.readers["ca"] = [EVA]
    for text in ("Nos", "Nos vemos"):
        desk.publisher.publish(partial(1, "We meet"), translation(1, text=text))
        desk.publisher.publish(partial(1, "We meet"), translation(1, "ca", text))
    desk.publisher.publish(final(1), translation(1, text="Nos vemos."))
    desk.publisher.publish(final(2), translation(2, text="Adiós."))
    assert [text for text, _, _ in await desk.settled()] == ["Nos vemos.", "Nos vemos", "Adiós."]


async def test_a_translation_that_the_room_does_not_take_holds_up_none_behind_it() -> None:
    desk = Desk()
    desk.fails = 1
    desk.publisher.publish(final(1), translation(1))
    desk.publisher.publish(final(2), translation(2))
    assert [said.segment_id for _, said, _ in await desk.settled()] == ["seg-2"]

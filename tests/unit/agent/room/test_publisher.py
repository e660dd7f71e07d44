"""What is sent of the captions, and in which order."""

import asyncio
from dataclasses import replace

import pytest

from parley.agent.captions.assembler import Caption
from parley.agent.room.publisher import CLOSED_KEPT, CaptionPublisher
from parley.contracts.ids import ParticipantIdentity, SegmentId
from parley.contracts.room import CaptionAttributes

pytestmark = pytest.mark.unit

PARTIAL = Caption(
    segment_id=SegmentId("SG_0001"),
    speaker=ParticipantIdentity("u-maria"),
    track_id="TR_1",
    language="en",
    start_ms=10,
    end_ms=20,
    text="we",
    firm_characters=0,
    is_final=False,
)
FINAL = replace(PARTIAL, text="We ship.", firm_characters=8, is_final=True)


async def sent(*captions: Caption) -> list[tuple[str, dict[str, str]]]:
    streams: list[tuple[str, dict[str, str]]] = []

    async def send(text: str, attributes: dict[str, str]) -> None:
        streams.append((text, attributes))

    publisher = CaptionPublisher(send)
    for caption in captions:
        publisher.publish(caption)
    running = asyncio.create_task(publisher.run())
    await publisher.flushed()
    running.cancel()
    return streams


async def test_a_late_partial_is_never_sent_after_its_final() -> None:
    assert [text for text, _ in await sent(FINAL, PARTIAL)] == ["We ship."]


async def test_only_the_newest_state_of_a_segment_is_sent() -> None:
    assert [text for text, _ in await sent(PARTIAL, replace(PARTIAL, text="we ship"))] == ["we ship"]


async def test_a_final_that_cannot_be_sent_does_not_stop_the_next() -> None:
    calls: list[str] = []

    async def send(text: str, attributes: dict[str, str]) -> None:
        calls.append(text)
        if len(calls) == 1:
            raise ConnectionError

    publisher = CaptionPublisher(send)
    publisher.publish(FINAL)
    publisher.publish(replace(FINAL, segment_id=SegmentId("SG_0002"), text="Soon."))
    running = asyncio.create_task(publisher.run())
    await publisher.flushed()
    running.cancel()
    assert calls == ["We ship.", "Soon."]


async def test_a_stream_that_hangs_does_not_hold_up_the_next() -> None:
    calls: list[str] = []

    async def send(text: str, attributes: dict[str, str]) -> None:
        calls.append(text)
        if len(calls) == 1:
            await asyncio.Event().wait()

    publisher = CaptionPublisher(send, send_timeout_s=0.001)
    publisher.publish(FINAL)
    publisher.publish(replace(FINAL, segment_id=SegmentId("SG_0002"), text="Soon."))
    running = asyncio.create_task(publisher.run())
    await publisher.flushed()
    running.cancel()
    assert calls == ["We ship.", "Soon."]


async def test_only_so_many_closed_segments_are_remembered() -> None:
    streams = [replace(FINAL, segment_id=SegmentId(f"SG_{number:04}")) for number in range(CLOSED_KEPT + 1)]
    newest, forgotten = streams[-1], streams[0]
    late = [replace(one, text="late", is_final=False) for one in (newest, forgotten)]
    texts = [text for text, _ in await sent(*streams, *late)]
    assert len(texts) == CLOSED_KEPT + 1
    assert texts.count("late") == 1, "the newest are remembered, the oldest is not"


async def test_the_attributes_are_those_of_the_contract() -> None:
    (_, attributes), *_ = await sent(FINAL)
    assert attributes["lk.transcription_final"] == "true"
    assert attributes["lk.segment_id"] == "SG_0001"
    parsed = CaptionAttributes.model_validate(attributes)
    assert (parsed.speaker, parsed.start_ms, parsed.firm_characters) == ("u-maria", "10", "8")

"""From the agent's publishing a final to its translation being painted in the browser of who reads Spanish.

The bench takes the agent's place in the room, with the agent's own interpreter, translator and publishers.
"""

import asyncio
import contextlib
import time

import numpy as np

from bench.harness.agents_place import agents_place
from bench.harness.painting import painted_while, require_chromium
from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from bench.harness.sentences import english
from bench.harness.spawned_apertium import SpawnedApertium
from parley.agent.captions.assembler import Caption
from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.apertium.translator import ApertiumTranslator
from parley.agent.engines.translation.ladder import TranslationLadder
from parley.agent.engines.translation.ports import Translator
from parley.agent.room.publisher import CaptionPublisher
from parley.agent.room.translations import TranslationPublisher
from parley.agent.translation.interpreter import Interpreter
from parley.contracts.ids import MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.translation import Translation
from parley.stack.stack import Stack

PEER = "The same with a process started for each sentence."
FINALS, EVERY_S = 40, 1.5
MOST_CHARACTERS = 50  # one line on the screen, which is how the page tells what it has painted


def run() -> list[Row]:
    """Forty finals, one each 1.5 s, with the resident translator and with the peer."""
    require_chromium()
    ours_ms, peer_ms = on_own_stack(_measure, "fake")
    if min(len(ours_ms), len(peer_ms)) < FINALS * 0.9:
        raise SystemExit(f"Of {FINALS} translations {len(ours_ms)} and {len(peer_ms)} were painted.")
    p50, p95 = np.percentile(ours_ms, [50, 95])
    peer_p50, peer_p95 = np.percentile(peer_ms, [50, 95])
    return [
        Row("translations painted", "translations", len(ours_ms), len(peer_ms)),
        Row("final to translation painted p50", "ms", float(p50), float(peer_p50)),
        Row("final to translation painted p95", "ms", float(p95), float(peer_p95), 150),
    ]


async def _measure(stack: Stack) -> tuple[list[float], list[float]]:
    return await _painted(stack, ApertiumTranslator(installed_modes())), await _painted(
        stack, SpawnedApertium()
    )


async def _painted(stack: Stack, translator: Translator) -> list[float]:
    published_ms: dict[SegmentId, float] = {}
    translated: dict[SegmentId, str] = {}

    async def publish(meeting_id: MeetingId) -> None:
        async with agents_place(stack, meeting_id) as place:
            captions = CaptionPublisher(place.send)
            translations = TranslationPublisher(place.send, lambda _language: [place.reader])

            def show(source: Caption, translation: Translation) -> None:
                translated[source.segment_id] = translation.text
                translations.publish(source, translation)

            interpreter = Interpreter(TranslationLadder([translator]), lambda: (), show)
            interpreter.follow_readers(["es"])
            sending = [asyncio.create_task(one.run()) for one in (captions, translations)]
            for final in _finals(place.reader):
                published_ms[final.segment_id] = time.time() * 1000
                captions.publish(final)
                interpreter.hear(final)
                await asyncio.sleep(EVERY_S)
            await interpreter.finish(10.0)
            await translations.flushed()
            await asyncio.sleep(EVERY_S)
            for task in sending:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    painted = await painted_while(stack, publish, reads="Spanish")
    return [
        painted[text] - published_ms[segment_id] for segment_id, text in translated.items() if text in painted
    ]


def _finals(speaker: ParticipantIdentity) -> list[Caption]:
    """Beginnings of sentences, each its own segment, each different from all others."""
    texts = [_beginning(number, sentence) for number, sentence in enumerate(english()[:FINALS])]
    return [
        Caption(
            segment_id=SegmentId(f"SG_bench{number:04d}"),
            speaker=speaker,
            track_id="TR_bench",
            language="en",
            start_ms=10_000 * number,
            end_ms=10_000 * number + 900,
            text=text,
            firm_characters=len(text),
            is_final=True,
        )
        for number, text in enumerate(texts)
    ]


def _beginning(number: int, sentence: str) -> str:
    words = f"{number}"
    for word in sentence.split():
        if len(words) + len(word) > MOST_CHARACTERS - 20:
            break
        words = f"{words} {word}"
    return words

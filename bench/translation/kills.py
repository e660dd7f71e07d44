"""How soon sentences are translated again when programs of a resident translator are killed mid-meeting.

The meeting's end and the worker's are the agent's own, connected by the socket that they use; in the time of
some kills a sentence is under way, in that of the others none is.
"""

import asyncio
import contextlib
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np

from bench.harness.rows import Row
from bench.harness.sentences import english
from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.apertium.translator import ApertiumTranslator
from parley.agent.engines.translation.ports import Pair, Sentence
from parley.agent.engines.translation.shared.client import SharedTranslator
from parley.agent.engines.translation.shared.server import SharedTranslators

PEER = ""
PAIR = Pair("en", "es")
KILLS = 30
BACK_WITHIN_MS = 2000.0


def run() -> list[Row]:
    """Each program of the pipeline in turn; every other time with sentences under way."""
    modes = [mode for mode in installed_modes() if mode.pair == PAIR]
    if not modes:
        raise SystemExit("This bench needs Apertium: apt install apertium apertium-eng-spa")
    again_ms, said, translated = asyncio.run(_measure(ApertiumTranslator(modes)))
    return [
        Row("program killed, next sentence translated p50", "ms", float(np.median(again_ms))),
        Row(
            f"program killed, next sentence translated max of {KILLS}",
            "ms",
            max(again_ms),
            None,
            BACK_WITHIN_MS,
        ),
        Row(f"sentences left out, of {said}", "sentences", said - translated, None, 0),
    ]


async def _measure(apertium: ApertiumTranslator) -> tuple[list[float], int, int]:
    """Milliseconds after each kill, sentences given, and sentences translated."""
    again_ms, said, translated = [], 0, 0
    async with _meeting(apertium) as meeting:
        await meeting.translate(Sentence("We begin.", PAIR))
        for number, sentence in enumerate(english()[:KILLS]):
            under_way = [
                asyncio.create_task(meeting.translate(Sentence(f"{part} {sentence}", PAIR)))
                for part in range(4 * (number % 2))
            ]
            await asyncio.sleep(0.005 if under_way else 0.1)
            pids = apertium.pids[PAIR]
            os.kill(pids[number % len(pids)], signal.SIGKILL)
            began_s = time.monotonic()
            answers = await asyncio.gather(
                *under_way, meeting.translate(Sentence(sentence, PAIR)), return_exceptions=True
            )
            again_ms.append((time.monotonic() - began_s) * 1000)
            said += len(answers)
            translated += sum(isinstance(answer, str) and answer != "" for answer in answers)
    return again_ms, said, translated


@contextlib.asynccontextmanager
async def _meeting(apertium: ApertiumTranslator) -> AsyncIterator[SharedTranslator]:
    with tempfile.TemporaryDirectory(prefix="parley-kills-") as folder:
        shared = SharedTranslators(lambda _engine, _pair: apertium)
        async with await shared.listen(Path(folder) / "translators.sock"):
            ending = asyncio.create_task(shared.run())
            meeting = SharedTranslator(apertium, Path(folder) / "translators.sock")
            yield meeting
            await meeting.close()
            ending.cancel()
            await asyncio.wait({ending})

"""What 25 people who read five languages cost the captions: how late they are, with and without translation.

The translator costs nothing (`fake`), so that it is the sending to many that is measured.
"""

import os
from dataclasses import replace

from bench.harness.rehearsing import on_own_stack, rehearse_on
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from parley.rehearsal.report import Report
from parley.stack.stack import Stack

PEER = "The same 25 people, who read what is spoken."
LANGUAGES, READERS_EACH = ("es", "ca", "de", "fr", "ja"), 5
ALLOWED_MS = 20.0


def run() -> list[Row]:
    """Two meetings on one deployment, one after the other."""
    os.environ["PARLEY_TRANSLATION_ENGINE"] = "fake"  # taken by the stack that the bench starts
    try:
        plain, translated = on_own_stack(_measure)
    finally:
        del os.environ["PARLEY_TRANSLATION_ENGINE"]
    before, after = (report.timings_ms.speech_end_to_final.p50 for report in (plain, translated))
    assert before is not None
    assert after is not None
    waits = [timing.p95 for timing in translated.timings_ms.final_to_translation.values()]
    worst_ms = max(wait for wait in waits if wait is not None)
    return [
        Row("speech end to final, p50", "ms", after, before, before + ALLOWED_MS),
        Row("final to translation at a listener, p95 of the slowest of 5 languages", "ms", worst_ms),
    ]


async def _measure(stack: Stack) -> tuple[Report, Report]:
    cast = one_speaker()
    readers = LANGUAGES * READERS_EACH
    plain = await rehearse_on(stack, replace(cast, listeners=len(readers)))
    translated = await rehearse_on(stack, replace(cast, listeners=0, reads=readers))
    return plain.report, translated.report

"""One speaker in a room: how late captions are and how many words the room costs."""

import asyncio

from bench.harness.lateness import lateness_rows
from bench.harness.offline_meeting import OfflineMicrophone
from bench.harness.rehearsing import Rehearsed, on_own_stack, rehearse_on
from bench.harness.rewrites import rewrites_rows
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from bench.harness.stock_meeting import StockPart, stock_performance
from parley.rehearsal.cast import Part
from parley.rehearsal.words import normalised_words, word_error_rate
from parley.stack.stack import Stack

PEER = "LiveKit's multi-user transcriber pattern with the same engine: an AgentSession for each participant."
GOAL_FINAL_P95_S = 1.2
ALLOWED_OVER_POLICY_POINTS, ALLOWED_OVER_OFFLINE_POINTS = 1.5, 3.0


def run() -> list[Row]:
    """In our room, in front of the stock transcriber, and by gate and engine without a room."""
    rehearsed, stock = on_own_stack(_measure)
    (part,) = one_speaker().parts
    lateness = lateness_rows(rehearsed.report, [stock], rehearsed.offline, GOAL_FINAL_P95_S, "one speaker")
    restless = rewrites_rows(rehearsed.captioned, stock.segments, "one speaker")
    return [*lateness, *restless, *_words(part, rehearsed, stock)]


async def _measure(stack: Stack) -> tuple[Rehearsed, StockPart]:
    rehearsed = await rehearse_on(stack, one_speaker())
    await asyncio.sleep(1)
    (stock,) = await stock_performance(stack, one_speaker())
    return rehearsed, stock


def _words(part: Part, rehearsed: Rehearsed, stock: StockPart) -> list[Row]:
    (speaker,) = rehearsed.report.speakers
    assert speaker.wer is not None
    assert speaker.wer_offline is not None
    wer, whole_file = speaker.wer * 100, speaker.wer_offline * 100
    policy = _wer_percent(part, OfflineMicrophone().finals(part.recording.heard))
    theirs = _wer_percent(part, [segment.final.text for segment in stock.segments])
    of = f"of {speaker.words_reference} words"
    return [
        Row(
            f"word error rate in the room, {of}; offline: the same policy",
            "%",
            wer,
            theirs,
            policy + ALLOWED_OVER_POLICY_POINTS,
            policy,
        ),
        Row(
            f"word error rate in the room, {of}; offline: the whole file",
            "%",
            wer,
            theirs,
            whole_file + ALLOWED_OVER_OFFLINE_POINTS,
            whole_file,
        ),
    ]


def _wer_percent(part: Part, texts: list[str]) -> float:
    return 100 * word_error_rate(normalised_words(part.reference or ""), normalised_words(" ".join(texts)))

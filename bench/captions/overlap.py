"""Several people at once: whose words they are, and how late captions come with three."""

import asyncio

from bench.harness.lateness import lateness_rows
from bench.harness.rehearsing import Rehearsed, on_own_stack, rehearse_on
from bench.harness.rows import Row
from bench.harness.stock_meeting import StockPart, stock_performance
from parley.rehearsal.attribution import misattributed
from parley.rehearsal.cast import Cast
from parley.rehearsal.composition import Scene, composed_cast
from parley.rehearsal.words import edit_distance, normalised_words
from parley.stack.stack import Stack

PEER = "LiveKit's multi-user transcriber pattern with the same engine: an AgentSession for each participant."
CROWDS = (2, 3, 5, 8)
GOAL_FINAL_P95_S = 1.5
_TIMED = 3
_ROUNDS = {2: 1, 3: 2, 5: 1, 8: 1}


def run() -> list[Row]:
    """Each crowd once in front of ours and once in front of the stock transcriber."""
    rows = []
    for people, rehearsed, stock in on_own_stack(_measure):
        cast = _cast(people)
        rows.append(_attribution(cast, rehearsed, stock))
        if people == _TIMED:
            rows += lateness_rows(
                rehearsed.report, stock, rehearsed.offline, GOAL_FINAL_P95_S, f"{people} at once"
            )
            rows.append(_words(cast, rehearsed, stock))
    return rows


async def _measure(stack: Stack) -> list[tuple[int, Rehearsed, list[StockPart]]]:
    seen = []
    for people in CROWDS:
        cast = _cast(people)
        rehearsed = await rehearse_on(stack, cast)
        await asyncio.sleep(1)
        seen.append((people, rehearsed, await stock_performance(stack, cast)))
    return seen


def _cast(people: int) -> Cast:
    return composed_cast(Scene(people, rounds=_ROUNDS[people]))


def _attribution(cast: Cast, rehearsed: Rehearsed, stock: list[StockPart]) -> Row:
    said = {part.name: part.reference or "" for part in cast.parts}
    names = {speaker.identity: speaker.name for speaker in rehearsed.report.speakers}
    ours = [(names[segment.speaker], segment.text) for segment in rehearsed.report.segments]
    theirs = [(part.name, segment.final.text) for part in stock for segment in part.segments]
    return Row(
        f"segments under the right name, {len(cast.parts)} people at once (ours of {len(ours)})",
        "%",
        100 * (1 - len(misattributed(ours, said)) / len(ours)),
        100 * (1 - len(misattributed(theirs, said)) / len(theirs)) if theirs else 0.0,
        100,
        is_at_least=True,
    )


def _words(cast: Cast, rehearsed: Rehearsed, stock: list[StockPart]) -> Row:
    reference = {part.name: normalised_words(part.reference or "") for part in cast.parts}
    total = sum(len(one) for one in reference.values())
    speakers = rehearsed.report.speakers
    ours = sum((one.wer or 0.0) * (one.words_reference or 0) for one in speakers)
    offline = sum((one.wer_offline or 0.0) * (one.words_reference or 0) for one in speakers)
    theirs = sum(
        edit_distance(
            reference[part.name], normalised_words(" ".join(one.final.text for one in part.segments))
        )
        for part in stock
    )
    percent = 100 / total
    return Row(
        f"word error rate, {len(cast.parts)} at once, {total} words",
        "%",
        percent * ours,
        percent * theirs,
        None,
        percent * offline,
    )

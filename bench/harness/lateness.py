"""Latencies as `parley rehearse` defines them, of a stock transcriber's captions and of a report."""

from collections.abc import Sequence

from bench.harness.rows import Row
from bench.harness.stock_meeting import StockPart
from parley.rehearsal.offline import OfflineWord
from parley.rehearsal.report import Report
from parley.rehearsal.timing import SpokenWord, final_latencies_ms, summary, word_latencies_ms
from parley.rehearsal.words import normalised_words

GOAL_WORD_P50_S, GOAL_WORD_P90_S = 0.6, 1.3


def lateness_rows(
    report: Report,
    stock: Sequence[StockPart],
    offline: dict[str, list[OfflineWord]],
    goal_final_p95_s: float,
    who: str,
) -> list[Row]:
    """Ours beside the stock transcriber's; `offline` says when each word ended."""
    words, finals = list[float](), list[float]()
    for part in stock:
        spoken = [
            SpokenWord(text, part.began_s + word.end_s)
            for word in offline[part.name]
            for text in normalised_words(word.text)
        ]
        words += word_latencies_ms(spoken, part.segments)
        finals += final_latencies_ms(spoken, part.segments)
    word, final = report.timings_ms.word_to_partial, report.timings_ms.speech_end_to_final
    stock_word, stock_final = summary(words), summary(finals)
    return [
        Row(f"word to partial p50, {who}", "s", _s(word.p50), _s(stock_word.p50), GOAL_WORD_P50_S),
        Row(f"word to partial p90, {who}", "s", _s(word.p90), _s(stock_word.p90), GOAL_WORD_P90_S),
        Row(f"speech end to final p50, {who}", "s", _s(final.p50), _s(stock_final.p50)),
        Row(f"speech end to final p95, {who}", "s", _s(final.p95), _s(stock_final.p95), goal_final_p95_s),
    ]


def _s(milliseconds: float | None) -> float:
    assert milliseconds is not None, "something was captioned"
    return milliseconds / 1000

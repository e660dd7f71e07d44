"""One speaker in a room: how late captions are and how many words the room costs."""

from time import process_time

from bench.harness.rehearsing import Rehearsed, rehearse
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from bench.harness.stock import StockWhisper
from bench.harness.streaming import Utterance, utterances
from parley.agent.engines.weights import whisper_model_dir
from parley.agent.engines.whisper import WhisperEngine
from parley.rehearsal.cast import Part
from parley.rehearsal.timing import (
    CaptionedSegment,
    CaptionUpdate,
    SpokenWord,
    final_latencies_ms,
    summary,
    word_latencies_ms,
)
from parley.rehearsal.words import normalised_words, word_error_rate

PEER = (
    "faster-whisper's transcribe() of each utterance behind the same gate, finals only, as a stock LiveKit "
    "agent does; counted from the file in CPU time, without a room, which favours it."
)
ALLOWED_OVER_POLICY_POINTS = 1.5
ALLOWED_OVER_OFFLINE_POINTS = 3.5


def run() -> list[Row]:
    """Rehearse, then the same recording through the same policy and through the peer, offline."""
    (part,) = one_speaker().parts
    rehearsed = rehearse(one_speaker())
    model_dir = whisper_model_dir(None)
    cut = utterances(part.recording.heard)
    engine = WhisperEngine(None, threads=1, language="en")
    policy = [engine.decode(utterance.pcm, is_final=True) for utterance in cut]
    stock = StockWhisper(model_dir)
    stock_finals = [_stock_final(stock, utterance) for utterance in cut]
    spoken = [
        SpokenWord(text, word.end_s)
        for word in rehearsed.offline[part.name]
        for text in normalised_words(word.text)
    ]
    return _rows(part, rehearsed, policy, spoken, stock_finals)


def _rows(
    part: Part,
    rehearsed: Rehearsed,
    policy: list[str],
    spoken: list[SpokenWord],
    stock_finals: list[CaptionUpdate],
) -> list[Row]:
    timings = rehearsed.report.timings_ms
    (speaker,) = rehearsed.report.speakers
    assert speaker.wer is not None
    assert speaker.wer_offline is not None
    stock_segments = [CaptionedSegment((final,)) for final in stock_finals]
    stock_final, stock_word = (
        summary(final_latencies_ms(spoken, stock_segments)),
        summary(word_latencies_ms(spoken, stock_segments)),
    )
    wer = speaker.wer * 100
    wer_policy = _wer_percent(part, policy)
    wer_stock = _wer_percent(part, [final.text for final in stock_finals])
    return [
        Row("words of the reference", "words", float(speaker.words_reference or 0)),
        Row("speech_end_to_final p50", "s", _s(timings.speech_end_to_final.p50), _s(stock_final.p50)),
        Row("speech_end_to_final p95", "s", _s(timings.speech_end_to_final.p95), _s(stock_final.p95), 1.2),
        Row("word_to_partial p50", "s", _s(timings.word_to_partial.p50), _s(stock_word.p50), 0.6),
        Row("word_to_partial p95", "s", _s(timings.word_to_partial.p95), _s(stock_word.p95)),
        Row(
            "word error rate in the room, against the same policy offline",
            "%",
            wer,
            wer_stock,
            wer_policy + ALLOWED_OVER_POLICY_POINTS,
        ),
        Row(
            "word error rate in the room, against the whole file offline",
            "%",
            wer,
            wer_stock,
            speaker.wer_offline * 100 + ALLOWED_OVER_OFFLINE_POINTS,
        ),
        Row("word error rate of the same policy offline", "%", wer_policy),
        Row("word error rate of the whole file offline", "%", speaker.wer_offline * 100),
    ]


def _stock_final(stock: StockWhisper, utterance: Utterance) -> CaptionUpdate:
    began_s = process_time()
    text = stock.transcribe(utterance.pcm)
    return CaptionUpdate(utterance.decided_s + process_time() - began_s, True, text)


def _wer_percent(part: Part, texts: list[str]) -> float:
    return 100 * word_error_rate(normalised_words(part.reference or ""), normalised_words(" ".join(texts)))


def _s(milliseconds: float | None) -> float:
    assert milliseconds is not None, "something was captioned"
    return milliseconds / 1000

"""CPU of the speech engine's process for a second of speech, in a room; and of the peer on the same clips."""

from time import process_time

from bench.harness.rehearsing import rehearse
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from bench.harness.stock import StockWhisper
from bench.harness.streaming import utterances
from parley.agent.engines.weights import whisper_model_dir

PEER = (
    "faster-whisper's transcribe() for each partial and final at the same moments, same weights, one thread."
)


def run() -> list[Row]:
    """The engine's process over a whole rehearsal, loading left out."""
    cast = one_speaker()
    rehearsed = rehearse(cast)
    speech_s = rehearsed.report.speech_ms / 1000
    stock = StockWhisper(whisper_model_dir(None))
    began_s = process_time()
    for utterance in utterances(cast.parts[0].recording.heard):
        for samples in (*utterance.partial_samples, len(utterance.pcm)):
            stock.transcribe(utterance.pcm[:samples])
    stock_cpu_s = process_time() - began_s
    return [
        Row(
            "CPU for a second of speech",
            "s/s",
            rehearsed.engine_cpu_s / speech_s,
            stock_cpu_s / speech_s,
            0.22,
        )
    ]

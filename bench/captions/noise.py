"""Words among noise, music and typing, 20, 10 and 5 dB below the speech: offline, by gate and engine."""

import numpy as np

from bench.harness.offline_meeting import OfflineMicrophone
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from bench.harness.stock import StockWhisper
from parley.agent.engines.weights import whisper_model_dir
from parley.rehearsal.backgrounds import Background, background, mixed
from parley.rehearsal.words import normalised_words, word_error_rate

PEER = "faster-whisper's transcribe() of the whole file, its defaults, beam 5, fallback temperatures."
SNR_DB = (20, 10, 5)


def run() -> list[Row]:
    """The bench's speech nine times."""
    microphone, stock = OfflineMicrophone(), StockWhisper(whisper_model_dir(None))
    (part,) = one_speaker().parts
    speech = part.recording.heard
    reference = normalised_words(part.reference or "")
    rows = []
    for kind in Background:
        noise = background(kind, part.recording.duration_s + 1, seed=1)[: len(speech)]
        for snr_db in SNR_DB:
            heard = mixed(speech, noise, snr_db)
            ours = word_error_rate(reference, normalised_words(" ".join(microphone.finals(heard))))
            theirs = normalised_words(stock.transcribe((heard * 32_767).astype(np.int16)))
            wer = 100 * word_error_rate(reference, theirs)
            rows.append(Row(f"word error rate, {kind} {snr_db} dB below speech", "%", 100 * ours, wer))
    return rows

"""Words among noise, music and typing, 20, 10 and 5 dB below the speech: offline, by gate and engine.

Nothing here depends on how long it takes, so both cores are used.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context

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
    # Started anew: a fork of a process with decoding threads would wait for locks that nobody holds.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(_row, *zip(*product(Background, SNR_DB), strict=True)))


def _row(kind: Background, snr_db: int) -> Row:
    (part,) = one_speaker().parts
    speech = part.recording.heard
    reference = normalised_words(part.reference or "")
    noise = background(kind, part.recording.duration_s + 1, seed=1)[: len(speech)]
    heard = mixed(speech, noise, snr_db)
    finals = OfflineMicrophone().finals(heard)
    theirs = StockWhisper(whisper_model_dir(None)).transcribe((heard * 32_767).astype(np.int16))
    ours = word_error_rate(reference, normalised_words(" ".join(finals)))
    peer = word_error_rate(reference, normalised_words(theirs))
    return Row(f"word error rate, {kind} {snr_db} dB below speech", "%", 100 * ours, 100 * peer)

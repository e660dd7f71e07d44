"""Words lost after silence, words made up on silence and noise: offline, by gate and engine.

Fed as fast as the machine can, through the agent's own gate and engine; no room lies between.
"""

import numpy as np

from bench.harness.offline_meeting import OfflineMicrophone
from bench.harness.rows import Row
from bench.harness.stock import StockWhisper
from parley.agent.engines.weights import whisper_model_dir
from parley.rehearsal.backgrounds import Background, Samples, background, mixed
from parley.rehearsal.composition import distinct_clips
from parley.rehearsal.recordings import HEARD_RATE_HZ
from parley.rehearsal.words import normalised_words

PEER = "faster-whisper's transcribe() of the whole file, defaults and no gate, as a batch transcriber does."
PAUSE_S, FIRST_WORDS = 30, 20
MINUTES = 5
_SHIFT_S, _HUM_DB = 0.0067, 30.0


def run() -> list[Row]:
    """20 beginnings after 30 s of silence; 5 minutes each of what is no speech."""
    microphone = OfflineMicrophone()
    stock = StockWhisper(whisper_model_dir(None))
    kept, stock_kept = _first_words(microphone, stock)
    rows = [
        Row(
            f"first word kept after {PAUSE_S} s of silence, of {FIRST_WORDS}",
            "words",
            kept,
            stock_kept,
            FIRST_WORDS,
            is_at_least=True,
        )
    ]
    nothing: Samples = np.zeros(60 * MINUTES * HEARD_RATE_HZ, np.float32)
    sounds = {str(kind): background(kind, 60 * MINUTES, seed=1) for kind in Background}
    for name, sound in {"silence": nothing, **sounds}.items():
        made_up = normalised_words(" ".join(microphone.finals(sound)))
        stock_made_up = normalised_words(stock.transcribe((sound * 32_767).astype(np.int16)))
        rows.append(Row(f"words on {MINUTES} min of {name}", "words", len(made_up), len(stock_made_up), 0))
    return rows


def _first_words(microphone: OfflineMicrophone, stock: StockWhisper) -> tuple[int, int]:
    """Clips after silence, each at another place in the gate's windows, every other in a room that hums."""
    clips = (distinct_clips() * FIRST_WORDS)[:FIRST_WORDS]
    kept = stock_kept = 0
    for number, (text, clip) in enumerate(clips):
        pause = round((PAUSE_S + number * _SHIFT_S) * HEARD_RATE_HZ)
        heard = np.concatenate([np.zeros(pause, np.float32), clip])
        if number % 2:
            heard = mixed(heard, background(Background.NOISE, len(heard) / HEARD_RATE_HZ, number), _HUM_DB)
        first = normalised_words(text)[0]
        kept += first in normalised_words(" ".join(microphone.finals(heard)))[:1]
        stock_kept += first in normalised_words(stock.transcribe((heard * 32_767).astype(np.int16)))[:1]
    return kept, stock_kept

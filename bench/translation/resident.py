"""What a sentence costs with a resident pipeline and with a process started for it; and what it is worth."""

import asyncio
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np
import psutil

from bench.harness.chrf import chrf
from bench.harness.rows import Row
from bench.harness.sentences import english, spanish
from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.apertium.translator import ApertiumTranslator
from parley.agent.engines.translation.ports import Pair, Sentence

PEER = "`apertium -u eng-spa` started for each sentence. Offline: the same program given the whole file."
MODE, PAIR = "eng-spa", Pair("en", "es")
SPAWNED = 20  # of the sentences: they are slow
WORTH_LESS = 0.5


def run() -> list[Row]:
    """Each sentence by itself, one after the other; then the whole file at once."""
    if shutil.which("apertium") is None or PAIR not in {mode.pair for mode in installed_modes()}:
        sys.exit("This bench needs Apertium: apt install apertium apertium-eng-spa")
    sentences = english()
    first_ms, ours_ms, translated, memory_mb = asyncio.run(_resident(sentences))
    peer_ms = _spawned(sentences[:SPAWNED])
    began_s = time.monotonic()
    offline = _apertium("\n".join(sentences)).splitlines()
    offline_ms = (time.monotonic() - began_s) * 1000 / len(sentences)
    return [
        Row("sentence, p50", "ms", _p(ours_ms, 50), _p(peer_ms, 50), None, offline_ms),
        Row("sentence, p95", "ms", _p(ours_ms, 95), _p(peer_ms, 95)),
        Row("first sentence of a pair, with its start", "ms", first_ms),
        Row("memory of a resident pair (PSS)", "MB", memory_mb),
        *_worth(translated, offline, asyncio.run(_resident(_spoken(sentences)))[2]),
    ]


def _worth(translated: list[str], offline: list[str], of_spoken: list[str]) -> list[Row]:
    references = spanish()
    if references is None:
        return []
    alone = chrf(offline, references)
    return [
        Row(
            "chrF2", "points", chrf(translated, references), None, alone - WORTH_LESS, alone, is_at_least=True
        ),
        Row("chrF2 of lower case without punctuation", "points", chrf(of_spoken, references)),
    ]


async def _resident(sentences: Sequence[str]) -> tuple[float, list[float], list[str], float]:
    """The first in ms, all others in ms, what came out, and the processes' memory in MB."""
    engine = ApertiumTranslator([mode for mode in installed_modes() if mode.pair == PAIR])
    times_ms, translated = [], []
    try:
        for sentence in sentences:
            began_s = time.monotonic()
            translated.append(await engine.translate(Sentence(sentence, PAIR)))
            times_ms.append((time.monotonic() - began_s) * 1000)
        pids = engine.pids[PAIR]
        memory_mb = sum(psutil.Process(pid).memory_full_info().pss for pid in pids) / 1e6
    finally:
        await engine.close()
    return times_ms[0], times_ms[1:], translated, memory_mb


def _spawned(sentences: Sequence[str]) -> list[float]:
    times_ms = []
    for sentence in sentences:
        began_s = time.monotonic()
        _apertium(sentence)
        times_ms.append((time.monotonic() - began_s) * 1000)
    return times_ms


def _apertium(text: str) -> str:
    command = ["apertium", "-u", MODE]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def _spoken(sentences: Sequence[str]) -> list[str]:
    """As a recogniser without case and punctuation writes them."""
    return [" ".join(re.sub(r"[^\w' ]+", " ", sentence.lower()).split()) for sentence in sentences]


def _p(values: Sequence[float], percent: int) -> float:
    return float(np.percentile(values, percent))

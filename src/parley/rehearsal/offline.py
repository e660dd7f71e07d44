"""The offline pass: the deployment's weights on the whole file, with word times, after the meeting.

It runs in a process of its own (`python -m parley.rehearsal.offline`) that takes recordings on its standard
input and gives words on its standard output, so that it can be held to one thread and cannot disturb timings.
"""

import asyncio
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from parley.agent.engines.weights import WeightsUnusable, whisper_model_dir, whisper_model_name
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse
from parley.rehearsal.errors import EngineMissing
from parley.stack.settings import inherited_environment

# More threads cost more CPU than they save time on these small models (0.36 instead of 0.18 s/s in captions).
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_PROCESS_TIMEOUT_S = 1800


@dataclass(frozen=True)
class OfflineWord:
    """A word as heard offline, with its times in seconds from the start of the recording."""

    text: str
    start_s: float
    end_s: float


_WORDS_BY_NAME: TypeAdapter[dict[str, list[OfflineWord]]] = TypeAdapter(dict[str, list[OfflineWord]])


def offline_model_dir(used: list[EngineUse], settings_dir: Path | None) -> Path:
    """The folder of the weights that the deployment used.

    Args:
        used: Engines as the deployment reports them.
        settings_dir: PARLEY_WHISPER_MODEL_DIR of this machine, or None for the packaged weights.

    Raises:
        EngineMissing: It used no Whisper, or other weights than this machine has.
    """
    here = whisper_model_name(settings_dir)
    there = [engine.name for engine in used if engine.kind == SPEECH_TO_TEXT]
    if here not in there:
        raise EngineMissing(
            f"The meeting was heard by {', '.join(there) or 'no engine'}, this machine has {here}: without "
            "an offline pass there are no caption latencies. Set PARLEY_WHISPER_MODEL_DIR to those weights."
        )
    try:
        return whisper_model_dir(settings_dir)
    except WeightsUnusable as error:
        raise EngineMissing(str(error)) from error


async def offline_words(
    heard: Mapping[str, npt.NDArray[np.float32]], model_dir: Path
) -> dict[str, list[OfflineWord]]:
    """Words of each recording, by whatever name it has here.

    Args:
        heard: 16 kHz mono float32.
        model_dir: A CTranslate2 Whisper folder.

    Raises:
        EngineMissing: The pass failed.
    """
    packed = io.BytesIO()
    np.savez(
        packed, allow_pickle=False, **{str(place): samples for place, samples in enumerate(heard.values())}
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        str(model_dir),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=inherited_environment() | _ONE_THREAD,
    )
    try:
        answer, complaint = await asyncio.wait_for(process.communicate(packed.getvalue()), _PROCESS_TIMEOUT_S)
    except TimeoutError as error:
        raise EngineMissing(f"The offline pass took longer than {_PROCESS_TIMEOUT_S} s.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise EngineMissing(f"The offline pass failed: {last_line or 'no word of why'}")
    by_place = _WORDS_BY_NAME.validate_json(answer)
    return {name: by_place[str(place)] for place, name in enumerate(heard)}


def _main(model_dir: Path) -> None:
    # Imported late: the parent process must not load CTranslate2 while it measures.
    from parley.agent.engines.whisper_decoder import WhisperDecoder

    recordings = np.load(io.BytesIO(sys.stdin.buffer.read()))
    decoder = WhisperDecoder(model_dir, threads=1)
    words = {
        place: [OfflineWord(word.text, word.start_s, word.end_s) for word in decoder.offline_words(samples)]
        for place, samples in recordings.items()
    }
    sys.stdout.buffer.write(_WORDS_BY_NAME.dump_json(words))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

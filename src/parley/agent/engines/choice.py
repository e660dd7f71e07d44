"""Which engine a worker runs on its machine: what the setting names, or the best rung that works."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from parley.agent.engines.ports import Decoder
from parley.agent.engines.weights import SET_UP_AGAIN, WeightsUnusable, whisper_model_name
from parley.contracts.ingest import EngineHealth
from parley.contracts.meetings import SPEECH_TO_TEXT


class SpeechEngine(StrEnum):
    """Values of PARLEY_SPEECH_ENGINE."""

    AUTO = "auto"
    DEEPGRAM = "deepgram"
    WHISPER = "whisper"
    POCKETSPHINX = "pocketsphinx"
    FAKE = "fake"
    OFF = "off"


@dataclass(frozen=True)
class Choice:
    """The engine that runs, if any, and what is to be said about every rung that was tried."""

    decoder: Decoder | None
    health: list[EngineHealth]

    @property
    def is_fallback(self) -> bool:
        """Whether a better rung was tried in vain."""
        return self.decoder is not None and not self.health[0].is_ready


def choose(engine: SpeechEngine, whisper_dir: Path | None, threads: int, language: str) -> Choice:
    """Loads the engine. A rung that cannot work is reported with the sentence that mends it."""
    rungs = {
        SpeechEngine.AUTO: [SpeechEngine.WHISPER, SpeechEngine.POCKETSPHINX],
        SpeechEngine.OFF: [],
    }.get(engine, [engine])
    health: list[EngineHealth] = []
    for rung in rungs:
        try:
            decoder = _load(rung, whisper_dir, threads, language)
        except (WeightsUnusable, ImportError, RuntimeError, ValueError, OSError) as problem:
            health.append(_unready(rung, whisper_dir, problem))
        else:
            health.append(_ready(decoder))
            return Choice(decoder, health)
    return Choice(None, health)


def _load(rung: SpeechEngine, whisper_dir: Path | None, threads: int, language: str) -> Decoder:
    # Imported here: each engine is an extra that may not be installed, and heavy where it is.
    if rung is SpeechEngine.WHISPER:
        from parley.agent.engines.whisper import WhisperEngine

        return WhisperEngine(whisper_dir, threads, language)
    if rung is SpeechEngine.POCKETSPHINX:
        from parley.agent.engines.pocketsphinx import PocketSphinxEngine

        return PocketSphinxEngine()
    if rung is SpeechEngine.FAKE:
        from parley.agent.engines.fake import FakeEngine

        return FakeEngine()
    raise ValueError(f"{rung} does not run on this machine")


def _ready(decoder: Decoder) -> EngineHealth:
    return EngineHealth(
        kind=decoder.use.kind,
        name=decoder.use.name,
        is_ready=True,
        languages=list(decoder.capabilities.languages),
        problem=None,
    )


def _unready(rung: SpeechEngine, whisper_dir: Path | None, problem: Exception) -> EngineHealth:
    if isinstance(problem, WeightsUnusable):
        sentence = str(problem)
    elif isinstance(problem, ImportError):
        sentence = f"The speech engine {rung} is not installed: run `{SET_UP_AGAIN}`."
    else:
        sentence = (
            f"The speech engine {rung} does not load ({problem}): check its weights, or run `{SET_UP_AGAIN}`."
        )
    name = whisper_model_name(whisper_dir) if rung is SpeechEngine.WHISPER else str(rung)
    return EngineHealth(kind=SPEECH_TO_TEXT, name=name, is_ready=False, languages=[], problem=sentence)

"""The ladder that a deployment's settings ask for."""

from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.ladder.ladder import Ladder
from parley.agent.engines.ports import SpeechToText
from parley.contracts.ids import LanguageTag


def ladder_with_deepgram(config: DeepgramConfig | None, local: SpeechToText, language: LanguageTag) -> Ladder:
    """Deepgram above what runs on this machine; without a key, or not installed, it is told to be missing."""
    if config is None:
        return Ladder([], local, language, lacks_best=True)
    try:
        from parley.agent.engines.deepgram.speech_to_text import DeepgramSpeechToText
    except ImportError:
        return Ladder([], local, language, lacks_best=True)
    return Ladder([DeepgramSpeechToText(config)], local, language)

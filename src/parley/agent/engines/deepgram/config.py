"""How Deepgram is to be used, as the settings say it."""

from dataclasses import dataclass

from pydantic import SecretStr

from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import SPEECH_TO_TEXT, EngineUse

DEFAULT_URL = "https://api.deepgram.com/v1/listen"
DEFAULT_MODEL = "nova-3"


@dataclass(frozen=True)
class DeepgramConfig:
    """Key, model and address.

    Attributes:
        url: Of the streaming endpoint, http(s) or ws(s).
        language: What is spoken by those of whom nothing is known.
        detects_language: Deepgram is to tell what those speak.
    """

    api_key: SecretStr
    model: str = DEFAULT_MODEL
    url: str = DEFAULT_URL
    language: LanguageTag = "en"
    detects_language: bool = False


def engine_use(model: str) -> EngineUse:
    """How the engine is called in reports, e.g. `deepgram-nova-3`."""
    return EngineUse(kind=SPEECH_TO_TEXT, name=f"deepgram-{model}")

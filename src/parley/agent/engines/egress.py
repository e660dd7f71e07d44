"""Whether settings send sound to an engine outside the machine, and what that contradicts. Pure."""

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

DEEPGRAM = "deepgram"
_AUTO = "auto"


def wants_deepgram(engine: str, *, has_key: bool) -> bool:
    """Whether Deepgram is the ladder's first rung.

    Args:
        engine: PARLEY_SPEECH_ENGINE.
        has_key: PARLEY_DEEPGRAM_API_KEY is set.
    """
    return engine == DEEPGRAM or (engine == _AUTO and has_key)


def fits_no_egress(is_set: bool, info: ValidationInfo) -> bool:
    """Validates PARLEY_NO_EGRESS against the engine and the key, which must be declared before it.

    Wherever a cloud engine's address leads: what answers there may pass the sound on.

    Raises:
        PydanticCustomError: They contradict each other; the message names the mend.
    """
    engine = str(info.data.get("speech_engine", _AUTO))
    if is_set and wants_deepgram(engine, has_key=info.data.get("deepgram_api_key") is not None):
        culprit, mend = (
            ("PARLEY_SPEECH_ENGINE=deepgram", "set PARLEY_SPEECH_ENGINE=whisper")
            if engine == DEEPGRAM
            else ("PARLEY_DEEPGRAM_API_KEY", "unset the key")
        )
        problem = f"{culprit} gives sound to an engine outside this machine: {mend}, or PARLEY_NO_EGRESS=no"
        raise PydanticCustomError("egress", "{problem}", {"problem": problem})
    return is_set

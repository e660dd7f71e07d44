"""Whether Deepgram would take a connection, asked with a handshake and no sound: it costs nothing."""

import base64
import importlib.util
import re
import secrets

import httpx

from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.trouble import Cause, cause_of_status
from parley.agent.engines.weights import SET_UP_AGAIN

KEY_MISSING = (
    "PARLEY_SPEECH_ENGINE=deepgram needs a key: set PARLEY_DEEPGRAM_API_KEY, or PARLEY_SPEECH_ENGINE=auto."
)
_ANSWERS_WITHIN_S = 5.0


def problem_with(config: DeepgramConfig | None) -> str | None:
    """What is wrong, as a sentence for operators that names the mend; None if nothing is. Blocks.

    Args:
        config: None: there is no key.
    """
    if config is None:
        return KEY_MISSING
    if importlib.util.find_spec("livekit.plugins.deepgram") is None:
        return f"The speech engine deepgram is not installed: run `{SET_UP_AGAIN}`."
    try:
        status = _status(config)
    except (httpx.HTTPError, httpx.InvalidURL):
        return _sentence(Cause.UNREACHABLE, config)
    return None if status == httpx.codes.SWITCHING_PROTOCOLS else _sentence(cause_of_status(status), config)


def _status(config: DeepgramConfig) -> int:
    url = httpx.URL(
        re.sub("^ws", "http", config.url),
        params={
            "model": config.model,
            "language": config.language,
            "encoding": "linear16",
            "sample_rate": "16000",
        },
    )
    headers = {
        "Authorization": f"Token {config.api_key.get_secret_value()}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
    }
    # trust_env off: the meetings' own connections take no proxy either.
    with (
        httpx.Client(trust_env=False, timeout=_ANSWERS_WITHIN_S) as client,
        client.stream("GET", url, headers=headers) as answer,
    ):
        return answer.status_code


def _sentence(cause: Cause, config: DeepgramConfig) -> str:
    match cause:
        case Cause.KEY_REFUSED:
            return "Deepgram refuses the key: correct PARLEY_DEEPGRAM_API_KEY, or unset it."
        case Cause.REQUEST_REFUSED:
            return (
                f"Deepgram refuses the model {config.model} for the language {config.language}: correct"
                " PARLEY_DEEPGRAM_MODEL or PARLEY_SPEECH_LANGUAGE."
            )
        case Cause.NO_CREDIT:
            return "The Deepgram account has no credit: add some, or unset PARLEY_DEEPGRAM_API_KEY."
        case Cause.TOO_MANY:
            return "The Deepgram account has as many connections as it may: wait, or raise its limit."
        case _:
            return f"Deepgram does not answer at {config.url}: check PARLEY_DEEPGRAM_URL and the network."

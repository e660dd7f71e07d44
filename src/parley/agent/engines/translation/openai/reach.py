"""Whether a model's server answers and takes the key: asked without any text, so it costs nothing."""

import httpx

from parley.agent.engines.translation.openai.config import ModelConfig

_ANSWERS_WITHIN_S = 5.0


def problem_with(config: ModelConfig) -> str | None:
    """What is wrong, as a sentence for operators that names the mend; None if nothing is known to be. Blocks.

    Only what cannot be a working server counts: many list no models, or others than they serve.
    """
    headers = {"Authorization": f"Bearer {config.key.get_secret_value()}"} if config.key else {}
    try:
        answer = httpx.get(f"{config.url.rstrip('/')}/models", headers=headers, timeout=_ANSWERS_WITHIN_S)
    except (httpx.HTTPError, httpx.InvalidURL):
        return (
            f"The model {config.model} does not answer at {config.url}: check PARLEY_TRANSLATION_URL and the"
            " network."
        )
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        return f"The server of the model {config.model} refuses the key: correct PARLEY_TRANSLATION_API_KEY."
    return None

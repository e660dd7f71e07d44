"""A model behind OpenAI's chat API, by the `openai` library: streamed, and held to a strict schema."""

from collections.abc import Mapping

import openai
from openai.types.chat import ChatCompletionMessageParam
from openai.types.shared_params import ResponseFormatJSONSchema

from parley.agent.engines.translation.openai.config import ModelConfig
from parley.agent.engines.translation.openai.prompt import INSTRUCTIONS, SCHEMA, question, translation_in
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed, TranslatorCapabilities
from parley.agent.engines.trouble import Cause, EngineTrouble, cause_of_status
from parley.contracts.meetings import EngineUse
from parley.contracts.translation import TRANSLATION

CONNECT_TIMEOUT_S = 3.0
SILENCE_TIMEOUT_S = 8.0  # before the first word, and between any two
_LONGEST_RETRY_S = 600.0
_ANSWER_TIMES_LONGER = 6  # as JSON with escapes; a model that goes on and on is cut off
_ANSWER_CHARACTERS = 400
_NO_KEY = "none"  # the library wants one; servers without keys take any


class OpenAiTranslator:
    """One model. The text leaves this machine, or may: what answers there may pass it on."""

    def __init__(self, config: ModelConfig, silence_timeout_s: float = SILENCE_TIMEOUT_S) -> None:
        self._config = config
        self._client = openai.AsyncOpenAI(
            base_url=config.url,
            api_key=config.key.get_secret_value() if config.key else _NO_KEY,
            timeout=openai.Timeout(silence_timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=0,  # the ladder's business
        )

    @property
    def use(self) -> EngineUse:
        return EngineUse(kind=TRANSLATION, name=self._config.model)

    @property
    def capabilities(self) -> TranslatorCapabilities:
        languages = self._config.languages
        pairs = tuple(Pair(one, other) for one in languages for other in languages if one != other)
        return TranslatorCapabilities(pairs, is_draft=False, context=True, glossary=True, local=False)

    def prepare(self, pair: Pair) -> None:
        """Nothing to do: a model is asked when there is something to translate."""

    async def translate(self, sentence: Sentence) -> str:
        limit = _ANSWER_CHARACTERS + _ANSWER_TIMES_LONGER * len(sentence.text)
        try:
            answer = await self._answer(sentence, limit)
        except openai.APIStatusError as problem:
            raise EngineTrouble(
                cause_of_status(problem.status_code), _retry_after_s(problem.response.headers)
            ) from None
        except openai.APITimeoutError:
            raise EngineTrouble(Cause.SILENT) from None
        except openai.APIConnectionError:
            raise EngineTrouble(Cause.UNREACHABLE) from None
        except openai.OpenAIError:  # what the stream itself says, or what the library cannot read
            raise EngineTrouble(Cause.BROKE_OFF) from None
        translation = translation_in(answer)
        if translation is None:
            raise SentenceFailed
        return translation

    async def close(self) -> None:
        await self._client.close()

    async def _answer(self, sentence: Sentence, limit: int) -> str:
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": question(sentence)},
        ]
        schema: ResponseFormatJSONSchema = {"type": "json_schema", "json_schema": SCHEMA}  # type: ignore[typeddict-item]
        stream = await self._client.chat.completions.create(
            model=self._config.model,
            messages=messages,
            response_format=schema,
            temperature=0,
            stream=True,
        )
        answer = ""
        async with stream:
            async for chunk in stream:
                answer += "".join(choice.delta.content or "" for choice in chunk.choices)
                if len(answer) > limit:
                    raise SentenceFailed
        return answer


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    try:
        return min(_LONGEST_RETRY_S, max(0.0, float(headers["retry-after"])))
    except (KeyError, ValueError):
        return None  # it does not say, or by a date

"""What an operator says of translation; the agent's settings and the stack's hold the same fields."""

from pathlib import Path

from pydantic import (
    BaseModel,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from parley.agent.engines.translation.apertium.modes import MODES_FOLDER
from parley.agent.engines.translation.choice import TranslationEngine, TranslationPlan
from parley.agent.engines.translation.openai.config import DEFAULT_LANGUAGES, ModelConfig
from parley.contracts.ids import LanguageTag

_TAGS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[LanguageTag, ...])


class TranslationSettings(BaseModel):
    """Mixed into settings that are read from PARLEY_* variables."""

    translation_engine: TranslationEngine = Field(
        default=TranslationEngine.AUTO,
        description=(
            "What translates captions; `auto` takes a model if there is one, then OPUS-MT where there is a"
            " folder of it, then Apertium."
        ),
    )
    translation_model: str | None = Field(
        default=None, description="Name of a model that translates, behind OpenAI's chat API."
    )
    translation_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/]+",
        description="Base of that API, such as `http://127.0.0.1:8000/v1`.",
    )
    translation_api_key: SecretStr | None = Field(
        default=None, description="Key of that API, if it wants one."
    )
    translation_languages: str = Field(
        default=DEFAULT_LANGUAGES,
        description="BCP 47 tags, with commas, between which the model translates.",
    )
    opus_models: Path | None = Field(
        default=None,
        description="Folder of OPUS-MT models for CTranslate2, each a folder such as `opus-mt-en-es`.",
    )
    apertium_modes: Path = Field(
        default=MODES_FOLDER,
        description="Folder in which Apertium's packages put their modes, a file a pair.",
    )
    translation_pivot: bool = Field(
        default=False,
        description="Whether captions may be translated by way of a third language; marked as such.",
    )

    @field_validator("translation_languages")
    @classmethod
    def _are_tags(cls, languages: str) -> str:
        try:
            _TAGS.validate_python(_split(languages))
        except ValidationError as problem:
            raise ValueError("name languages by their BCP 47 tags, with commas: en,es,pt-BR") from problem
        return languages

    @model_validator(mode="after")
    def _model_is_whole(self) -> "TranslationSettings":
        if (self.translation_model is None) != (self.translation_url is None):
            raise ValueError(
                "PARLEY_TRANSLATION_MODEL and PARLEY_TRANSLATION_URL go together: set both or neither"
            )
        if self.translation_engine is TranslationEngine.MODEL and self.translation_model is None:
            raise ValueError("PARLEY_TRANSLATION_ENGINE=model needs PARLEY_TRANSLATION_MODEL and _URL")
        if self.translation_engine is TranslationEngine.OPUS and self.opus_models is None:
            raise ValueError("PARLEY_TRANSLATION_ENGINE=opus needs PARLEY_OPUS_MODELS, a folder of models")
        if getattr(self, "no_egress", False) and self.translation.sends_text:
            raise ValueError(
                "PARLEY_TRANSLATION_URL gives what was said to a model outside this machine:"
                " unset it, set PARLEY_TRANSLATION_ENGINE=apertium, or PARLEY_NO_EGRESS=no"
            )
        return self

    @property
    def translation(self) -> TranslationPlan:
        """How captions are translated."""
        return TranslationPlan(
            self.translation_engine,
            self._model(),
            self.apertium_modes,
            self.translation_pivot,
            self.opus_models,
        )

    def _model(self) -> ModelConfig | None:
        if self.translation_model is None or self.translation_url is None:
            return None
        key = self.translation_api_key
        has_key = key is not None and key.get_secret_value().strip()
        return ModelConfig(
            self.translation_url,
            self.translation_model,
            key if has_key else None,
            tuple(_split(self.translation_languages)),
        )


def _split(languages: str) -> list[str]:
    return [tag.strip() for tag in languages.split(",") if tag.strip()]

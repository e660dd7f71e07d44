"""How a model is reached. Knows nothing of the library, so that settings can be read without it."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from parley.contracts.ids import LanguageTag

DEFAULT_LANGUAGES = "en,es,fr,de,it,pt,nl,pl,uk,tr,ar,he,hi,ja,ko,zh"


@dataclass(frozen=True)
class ModelConfig:
    """A model and where it answers.

    Attributes:
        url: Base of the API, such as http://127.0.0.1:8000/v1.
        key: None for servers that want none.
        languages: Between all of which it translates.
    """

    url: str
    model: str
    key: SecretStr | None = field(repr=False)
    languages: tuple[LanguageTag, ...]

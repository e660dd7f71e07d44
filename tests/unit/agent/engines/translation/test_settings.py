from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from parley.agent.engines.translation.choice import translation_health, translators
from parley.stack.settings import StackSettings

pytestmark = pytest.mark.unit

MODEL = {"translation_model": "some-model", "translation_url": "http://127.0.0.1:9/v1"}


def names(**chosen: object) -> list[str]:
    settings = StackSettings.model_validate({"apertium_modes": Path("/nowhere"), **chosen})
    return [one.use.name for one in translators(settings.translation)]


def test_a_model_is_the_first_rung_and_apertium_below_it_unless_one_is_named() -> None:
    assert names() == ["apertium"]
    assert names(**MODEL) == ["some-model", "apertium"]
    assert names(**MODEL, translation_engine="apertium") == ["apertium"]
    assert names(**MODEL, translation_engine="model") == ["some-model"]
    assert names(**MODEL, translation_engine="off") == []


def test_only_a_model_is_said_to_be_elsewhere(tmp_path: Path) -> None:
    settings = StackSettings.model_validate(MODEL | {"opus_models": tmp_path})
    told = {one.name: one.is_elsewhere for one in translation_health(settings.translation, None)}
    assert told == {"some-model": True, "opus-mt": False, "apertium": False}


def test_opus_models_come_after_a_model_and_before_apertium(tmp_path: Path) -> None:
    folder = {"opus_models": tmp_path}
    assert names(**folder) == ["opus-mt", "apertium"]
    assert names(**folder, **MODEL) == ["some-model", "opus-mt", "apertium"]
    assert names(**folder, translation_engine="opus") == ["opus-mt"]
    assert names(**folder, translation_engine="apertium") == ["apertium"]
    assert names(**folder, **MODEL, translation_engine="model") == ["some-model"]


def test_a_model_translates_between_its_languages_and_its_key_is_told_nobody() -> None:
    settings = StackSettings.model_validate(
        MODEL | {"translation_languages": "en, es,pt-BR", "translation_api_key": "sk-secret"}
    )
    config = settings.translation.model
    assert config is not None
    assert config.languages == ("en", "es", "pt-BR")
    assert config.key == SecretStr("sk-secret")
    assert "secret" not in repr(config)
    blank = StackSettings.model_validate(MODEL | {"translation_api_key": " "}).translation.model
    assert blank is not None
    assert blank.key is None


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"translation_model": "some-model"}, "go together"),
        ({"translation_url": "http://127.0.0.1:9/v1"}, "go together"),
        ({"translation_engine": "model"}, "needs PARLEY_TRANSLATION_MODEL"),
        ({"translation_engine": "babel"}, "auto"),
        ({"translation_engine": "opus"}, "needs PARLEY_OPUS_MODELS"),
        ({"translation_languages": "English, Spanish"}, "BCP 47"),
        (MODEL | {"translation_url": "localhost:9"}, "pattern"),
        (MODEL | {"no_egress": True}, "PARLEY_NO_EGRESS=no"),
    ],
)
def test_settings_that_contradict_each_other_are_refused_with_the_mend(
    chosen: dict[str, object], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        StackSettings.model_validate(chosen)


def test_what_stays_here_may_stay() -> None:
    StackSettings.model_validate(MODEL | {"no_egress": True, "translation_engine": "apertium"})

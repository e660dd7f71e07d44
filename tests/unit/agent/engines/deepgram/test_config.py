"""What Deepgram is told: languages of its models, as many terms as it takes."""

from importlib.metadata import version

import pytest

from parley.agent.captions.vocabulary import MAX_HINTS, hints
from parley.agent.engines.deepgram.languages import languages_of, takes_keyterms
from parley.agent.engines.deepgram.speech_to_text import MAX_KEYTERM_CHARACTERS, keyterms
from parley.agent.engines.languages import engine_language

pytestmark = pytest.mark.unit


def test_the_deployment_s_language_comes_first_and_each_once() -> None:
    for model in ("nova-3", "nova-2"):
        tags = languages_of(model, "de-AT")
        assert tags[0] == "de"
        assert len(set(tags)) == len(tags) > 30
    assert languages_of("nova-3", "yi")[0] == "en", "one that it does not write is no default"


def test_a_model_that_is_not_known_is_asked_for_the_deployment_s_language_alone() -> None:
    assert languages_of("my-own-model", "fr") == ("fr",)


def test_a_region_that_has_a_model_of_its_own_gets_it() -> None:
    tags = languages_of("nova-3", "en")
    assert engine_language(tags, "pt-BR") == "pt-BR"
    assert engine_language(tags, "zh-HK") == "zh-HK"
    assert engine_language(tags, "de-AT") == "de"
    assert engine_language(tags, "yi") is None


def test_the_plugin_is_the_one_that_goes_with_livekit_agents() -> None:
    assert version("livekit-plugins-deepgram") == version("livekit-agents") == "1.8.9", (
        "it is watched from beside: run the emulator's tests before another goes in"
    )


def test_terms_are_told_to_models_that_take_them() -> None:
    assert takes_keyterms("nova-3")
    assert not takes_keyterms("nova-2")


def test_ten_thousand_long_terms_are_told_as_far_as_deepgram_takes_them() -> None:
    told = keyterms(hints(["Maria Silva"], (f"{'term' * 14}{number}" for number in range(10_000))))
    assert told[0] == "Maria Silva"
    assert 10 < len(told) <= MAX_HINTS
    assert sum(map(len, told)) <= MAX_KEYTERM_CHARACTERS

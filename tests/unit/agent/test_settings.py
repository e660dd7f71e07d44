"""Whether a proxy can be on the way to LiveKit, and which engines are allowed."""

import pytest
from pydantic import SecretStr, ValidationError

from parley.agent.engines.choice import SpeechEngine
from parley.agent.settings import Settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://127.0.0.1:7880", True),
        ("ws://127.3.2.1", True),
        ("wss://localhost:7880", True),
        ("ws://[::1]:7880", True),
        ("wss://sfu.example.org", False),
        ("ws://10.0.0.7:7880", False),
        ("ws://localhost.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, expected: bool) -> None:
    secret = SecretStr("s")
    settings = Settings(service_token=secret, sfu_url=url, sfu_api_key="k", sfu_api_secret=secret)
    assert settings.is_sfu_on_loopback is expected


def settings(**chosen: object) -> Settings:
    return Settings.model_validate(
        {"service_token": "s", "sfu_api_key": "k", "sfu_api_secret": "s", **chosen}
    )


@pytest.mark.parametrize(
    ("engine", "key", "expected"),
    [
        ("auto", "dg", True),
        ("auto", "", False),
        ("auto", " ", False),
        ("deepgram", "", True),
        ("deepgram", "dg", True),
        ("whisper", "dg", False),
        ("off", "dg", False),
    ],
)
def test_a_key_puts_deepgram_on_top_unless_another_engine_is_named(
    engine: str, key: str, expected: bool
) -> None:
    one = settings(speech_engine=engine, deepgram_api_key=key)
    assert one.wants_deepgram is expected
    assert (one.deepgram is not None) is bool(key.strip())


def test_below_deepgram_is_the_best_engine_of_this_machine() -> None:
    assert settings(speech_engine="deepgram").local_speech_engine is SpeechEngine.AUTO
    assert settings(speech_engine="fake").local_speech_engine is SpeechEngine.FAKE


@pytest.mark.parametrize(
    ("chosen", "culprit"),
    [
        ({"deepgram_api_key": "dg"}, "PARLEY_DEEPGRAM_API_KEY"),
        ({"speech_engine": "deepgram"}, "PARLEY_SPEECH_ENGINE=deepgram"),
        ({"speech_engine": "deepgram", "deepgram_url": "ws://127.0.0.1:9/v1/listen"}, "PARLEY_SPEECH_ENGINE"),
    ],
)
def test_no_egress_beside_an_engine_elsewhere_is_refused_by_name(
    chosen: dict[str, object], culprit: str
) -> None:
    with pytest.raises(ValidationError, match=culprit) as refusal:
        settings(no_egress=True, **chosen)
    assert [problem["loc"] for problem in refusal.value.errors()] == [("no_egress",)]


@pytest.mark.parametrize("chosen", [{}, {"speech_engine": "whisper", "deepgram_api_key": "dg"}])
def test_no_egress_beside_engines_of_this_machine_is_fine(chosen: dict[str, object]) -> None:
    assert settings(no_egress=True, **chosen).no_egress


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="deepgram_url"):
        settings(deepgram_url="api.deepgram.com")


@pytest.mark.parametrize("tag", ["english please", "e", "<b>", "en_US", "x" * 40])
def test_a_language_that_is_no_tag_is_refused_by_name(tag: str) -> None:
    with pytest.raises(ValidationError, match="speech_language"):
        settings(speech_language=tag)


def test_the_key_is_in_nothing_that_may_be_printed() -> None:
    one = settings(deepgram_api_key="dg-secret")
    assert "dg-secret" not in repr(one) + repr(one.deepgram)

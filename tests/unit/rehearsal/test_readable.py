import pytest

from parley.contracts.translation import TranslationPair
from parley.contracts.web import WebConfig
from parley.rehearsal.errors import DeploymentProblem
from parley.rehearsal.readable import require_readable

pytestmark = pytest.mark.unit


def config(captioned: list[str], *pairs: tuple[str, str]) -> WebConfig:
    found = [TranslationPair(source=one, target=other, is_draft=True, pivot=None) for one, other in pairs]
    return WebConfig(
        sfu_url="wss://sfu",
        caption_languages=captioned,
        translation_pairs=found,
        sound_may_leave=False,
        text_may_leave=False,
        keeps_telemetry=False,
    )


def test_what_is_spoken_or_translated_from_it_can_be_read() -> None:
    require_readable(config(["en-US"], ("en", "es")), ["es", "es-MX", "EN-gb", "en"])


def test_what_is_neither_is_refused_with_what_there_is() -> None:
    made = config(["en-US"], ("en", "es-US"), ("en", "ca"), ("es", "fr"))
    with pytest.raises(DeploymentProblem, match=r"--read fr: .* translates into ca, es;"):
        require_readable(made, ["es", "fr"])
    with pytest.raises(DeploymentProblem, match="translates into no language;"):
        require_readable(config(["en"]), ["es"])


def test_of_a_deployment_that_captions_nothing_nothing_is_known() -> None:
    require_readable(config([]), ["de"])

"""Whether a deployment can translate what is to be read, asked before the meeting begins. Pure."""

from collections.abc import Sequence

from parley.contracts.ids import LanguageTag
from parley.contracts.web import WebConfig
from parley.rehearsal.errors import DeploymentProblem


def require_readable(config: WebConfig, reads: Sequence[LanguageTag]) -> None:
    """Looks each language up, regions aside; of a deployment that captions nothing, nothing is known.

    Raises:
        DeploymentProblem: One is neither spoken there nor translated into.
    """
    spoken = {_base(tag) for tag in config.caption_languages}
    into = {_base(pair.target) for pair in config.translation_pairs if _base(pair.source) in spoken}
    for language in reads:
        if spoken and _base(language) not in spoken | into:
            raise DeploymentProblem(
                f"--read {language}: this deployment does not translate into it. From what is spoken there it"
                f" translates into {', '.join(sorted(into)) or 'no language'}; `parley doctor` on its machine"
                " says how to add more."
            )


def _base(tag: LanguageTag) -> str:
    return tag.partition("-")[0].lower()

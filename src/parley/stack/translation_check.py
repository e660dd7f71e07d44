"""What `parley doctor` says of translated captions: never required, so a note when there are none."""

from parley.agent.engines.translation.choice import TranslationEngine, translation_health
from parley.agent.engines.translation.opus.translator import OPUS
from parley.contracts.translation import TranslationPair
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings

_MEND = "apt-get install apertium-eng-spa, or the pair that you need (apt-cache search apertium)"

_OPUS_MEND = "mend or remove that folder, or unset PARLEY_OPUS_MODELS"


def translation(settings: StackSettings) -> Finding:
    """Every pair that captions can be translated between, with its engine."""
    what = "translation"
    if settings.translation_engine is TranslationEngine.OFF:
        return Finding(what, True, "off: PARLEY_TRANSLATION_ENGINE=off")
    health = translation_health(settings.translation)
    found = [one for one in health if one.is_ready]
    said = [f"{one.name}: {', '.join(_said(pair) for pair in one.pairs)}" for one in found]
    broken = [one.problem for one in health if one.name == OPUS and one.problem]
    if broken:
        return Finding(what, False, "; ".join([*said, *broken]), _OPUS_MEND, is_required=False)
    if not found:
        return Finding(what, False, "captions stay in the language that is spoken", _MEND, is_required=False)
    return Finding(what, True, "; ".join(said))


def _said(pair: TranslationPair) -> str:
    remarks = [*(["draft"] if pair.is_draft else []), *([f"by way of {pair.pivot}"] if pair.pivot else [])]
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return f"{pair.source}→{pair.target}{remark}"

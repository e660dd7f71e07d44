"""What `parley doctor` says of translated captions: never required, so a note when there are none."""

from parley.agent.engines.translation.choice import TranslationEngine, translation_health
from parley.contracts.translation import TranslationPair
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings

_MEND = "apt-get install apertium-eng-spa, or the pair that you need (apt-cache search apertium)"


def translation(settings: StackSettings) -> Finding:
    """Every pair that captions can be translated between, with its engine."""
    what = "translation"
    if settings.translation_engine is TranslationEngine.OFF:
        return Finding(what, True, "off: PARLEY_TRANSLATION_ENGINE=off")
    found = [one for one in translation_health(settings.translation) if one.is_ready]
    if not found:
        return Finding(what, False, "captions stay in the language that is spoken", _MEND, is_required=False)
    said = [f"{one.name}: {', '.join(_said(pair) for pair in one.pairs)}" for one in found]
    return Finding(what, True, "; ".join(said))


def _said(pair: TranslationPair) -> str:
    remarks = [*(["draft"] if pair.is_draft else []), *([f"by way of {pair.pivot}"] if pair.pivot else [])]
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return f"{pair.source}→{pair.target}{remark}"

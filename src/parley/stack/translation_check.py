"""What `parley doctor` says of translated captions: never required, so a note when there are none."""

from parley.agent.engines.translation.apertium.translator import APERTIUM
from parley.agent.engines.translation.choice import TranslationEngine, model_problem, translation_health
from parley.agent.engines.translation.opus.translator import OPUS
from parley.contracts.translation import TranslationPair
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings

_MEND = "apt-get install apertium-eng-spa, or the pair that you need (apt-cache search apertium)"

_OPUS_MEND = "mend or remove that folder, or unset PARLEY_OPUS_MODELS"
_MODEL_MEND = "see to that, or unset PARLEY_TRANSLATION_MODEL and PARLEY_TRANSLATION_URL"


def translation(settings: StackSettings) -> Finding:
    """Every pair that captions can be translated between, with its engine."""
    what = "translation"
    if settings.translation_engine is TranslationEngine.OFF:
        return Finding(what, True, "off: PARLEY_TRANSLATION_ENGINE=off")
    plan = settings.translation
    health = translation_health(plan, model_problem(plan))
    found = [one for one in health if one.is_ready]
    said = [f"{one.name}: {', '.join(_said(pair) for pair in one.pairs)}" for one in found]
    broken = {one.name: one.problem for one in health if one.name != APERTIUM and one.problem}
    if broken:
        mend = "; ".join(_OPUS_MEND if name == OPUS else _MODEL_MEND for name in broken)
        return Finding(what, False, "; ".join([*said, *broken.values()]), mend, is_required=False)
    if not found:
        return Finding(what, False, "captions stay in the language that is spoken", _MEND, is_required=False)
    return Finding(what, True, "; ".join(said))


def _said(pair: TranslationPair) -> str:
    remarks = [*(["draft"] if pair.is_draft else []), *([f"by way of {pair.pivot}"] if pair.pivot else [])]
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return f"{pair.source}→{pair.target}{remark}"

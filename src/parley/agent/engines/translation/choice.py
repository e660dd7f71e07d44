"""Which translators a deployment has: what the setting names, or all that are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.apertium.translator import APERTIUM, ApertiumTranslator
from parley.agent.engines.translation.fake import FakeTranslator
from parley.agent.engines.translation.openai.config import ModelConfig
from parley.agent.engines.translation.ports import Pair, Translator
from parley.contracts.ingest import EngineHealth
from parley.contracts.translation import TRANSLATION, TranslationPair

NO_PAIR = (
    "No pair of Apertium is installed in {folder}: `apt-get install apertium-eng-spa`, or what your system"
    " calls the pair that you need (docs/features/translation.md)."
)


class TranslationEngine(StrEnum):
    """Values of PARLEY_TRANSLATION_ENGINE."""

    AUTO = "auto"
    MODEL = "model"
    APERTIUM = "apertium"
    FAKE = "fake"
    OFF = "off"


@dataclass(frozen=True)
class TranslationPlan:
    """What the settings say of translation.

    Attributes:
        model: How a model is reached; None: there is none.
        apertium_modes: Folder of Apertium's modes.
        allows_pivot: Whether two pairs may make a third.
    """

    engine: TranslationEngine
    model: ModelConfig | None
    apertium_modes: Path
    allows_pivot: bool

    @property
    def sends_text(self) -> bool:
        """Whether what was said is given to something outside this machine."""
        return self.model is not None and self.engine in {TranslationEngine.AUTO, TranslationEngine.MODEL}


def translators(plan: TranslationPlan) -> list[Translator]:
    """Those that there are, best first; nothing is started before it is needed."""
    if plan.engine is TranslationEngine.OFF:
        return []
    if plan.engine is TranslationEngine.FAKE:
        return [FakeTranslator()]
    apertium = ApertiumTranslator(installed_modes(plan.apertium_modes))
    if plan.model is None or plan.engine is TranslationEngine.APERTIUM:
        return [apertium]
    # Imported here: it takes 0.5 s, which who has no model need not wait.
    from parley.agent.engines.translation.openai.translator import OpenAiTranslator

    model = OpenAiTranslator(plan.model)
    return [model] if plan.engine is TranslationEngine.MODEL else [model, apertium]


def translation_health(plan: TranslationPlan) -> list[EngineHealth]:
    """What there is and what it translates; blocks to look at the disk."""
    found = translators(plan)
    return [_health(one, found if number == 0 else [], plan) for number, one in enumerate(found)]


def _health(translator: Translator, all_translators: list[Translator], plan: TranslationPlan) -> EngineHealth:
    can = translator.capabilities
    pairs = [
        TranslationPair(source=pair.source, target=pair.target, is_draft=can.is_draft, pivot=None)
        for pair in can.pairs
    ]
    if plan.allows_pivot:
        pairs += pivoted(all_translators)
    problem = None
    if not pairs and translator.use.name == APERTIUM:
        problem = NO_PAIR.format(folder=plan.apertium_modes)
    return EngineHealth(
        kind=TRANSLATION,
        name=translator.use.name,
        is_ready=bool(pairs),
        languages=[],
        pairs=pairs,
        problem=problem,
    )


def pivoted(found: Iterable[Translator]) -> list[TranslationPair]:
    """What two pairs make together that no engine has by itself."""
    drafts = {pair: one.capabilities.is_draft for one in found for pair in one.capabilities.pairs}
    made: dict[Pair, TranslationPair] = {}
    for first, is_first_draft in drafts.items():
        for second, is_second_draft in drafts.items():
            pair = Pair(first.source, second.target)
            if first.target != second.source or pair.source == pair.target or pair in drafts:
                continue
            made.setdefault(
                pair,
                TranslationPair(
                    source=pair.source,
                    target=pair.target,
                    is_draft=is_first_draft or is_second_draft,
                    pivot=first.target,
                ),
            )
    return list(made.values())

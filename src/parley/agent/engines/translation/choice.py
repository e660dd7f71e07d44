"""Which translators a deployment has: what the setting names, or all that are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.apertium.translator import APERTIUM, ApertiumTranslator
from parley.agent.engines.translation.fake import FakeTranslator
from parley.agent.engines.translation.openai import reach as model_reach
from parley.agent.engines.translation.openai.config import ModelConfig
from parley.agent.engines.translation.opus.folders import OpusFound, opus_models
from parley.agent.engines.translation.opus.translator import OPUS, OpusTranslator
from parley.agent.engines.translation.ports import Pair, Translator, is_same_language
from parley.agent.engines.translation.shared.client import SharedTranslator
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
    OPUS = "opus"
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
        opus_models: Folder of OPUS-MT models' folders; None: there is none.
    """

    engine: TranslationEngine
    model: ModelConfig | None
    apertium_modes: Path
    allows_pivot: bool
    opus_models: Path | None = None

    @property
    def sends_text(self) -> bool:
        """Whether what was said is given to something outside this machine."""
        return self.model is not None and self.engine in {TranslationEngine.AUTO, TranslationEngine.MODEL}


def translators(plan: TranslationPlan, shared: Path | None = None) -> list[Translator]:
    """Those that there are, best first; nothing is started before it is needed.

    Args:
        plan: What the settings say.
        shared: Socket of a worker whose translators are to be used instead of some of one's own.
    """
    if plan.engine is TranslationEngine.OFF:
        return []
    if plan.engine is TranslationEngine.FAKE:
        return [FakeTranslator()]
    own = _residents(plan)
    residents: list[Translator] = own if shared is None else [SharedTranslator(one, shared) for one in own]
    if plan.model is None or plan.engine not in {TranslationEngine.AUTO, TranslationEngine.MODEL}:
        return residents
    # Imported here: it takes 0.5 s, which who has no model need not wait.
    from parley.agent.engines.translation.openai.translator import OpenAiTranslator

    return [OpenAiTranslator(plan.model), *residents]


def resident_of(plan: TranslationPlan, engine: str, pair: Pair) -> Translator | None:
    """One pair of one engine of this machine, as the disk has it now; blocks to look there."""
    if engine == APERTIUM:
        modes = [one for one in installed_modes(plan.apertium_modes) if one.pair == pair]
        return ApertiumTranslator(modes) if modes else None
    folders = [one for one in _opus(plan).folders if one.pair == pair]
    return OpusTranslator(folders) if engine == OPUS and folders else None


def _residents(plan: TranslationPlan) -> list[Translator]:
    engine, found = plan.engine, list[Translator]()
    if plan.opus_models is not None and engine in {TranslationEngine.AUTO, TranslationEngine.OPUS}:
        found.append(OpusTranslator(_opus(plan).folders))
    if engine in {TranslationEngine.AUTO, TranslationEngine.APERTIUM}:
        found.append(ApertiumTranslator(installed_modes(plan.apertium_modes)))
    return found


def _opus(plan: TranslationPlan) -> OpusFound:
    return OpusFound((), ()) if plan.opus_models is None else opus_models(plan.opus_models)


def model_problem(plan: TranslationPlan) -> str | None:
    """What is wrong with the model, if there is one and anything is; blocks to ask its server."""
    return model_reach.problem_with(plan.model) if plan.model is not None and plan.sends_text else None


def translation_health(plan: TranslationPlan, model_trouble: str | None) -> list[EngineHealth]:
    """What there is and what it translates; blocks to look at the disk.

    Args:
        plan: What the settings say.
        model_trouble: Why the model cannot be used: then it has no pairs, and there are none by way of it.
    """
    found = translators(plan)
    able = [one for one in found if one.capabilities.local or model_trouble is None]
    made = pivoted(able) if plan.allows_pivot else []
    unable = [_unable(one, model_trouble) for one in found if one not in able]
    return [*unable, *(_health(one, made if number == 0 else [], plan) for number, one in enumerate(able))]


def _unable(translator: Translator, problem: str | None) -> EngineHealth:
    return EngineHealth(
        kind=TRANSLATION,
        name=translator.use.name,
        is_ready=False,
        languages=[],
        problem=problem,
        is_elsewhere=not translator.capabilities.local,
    )


def _health(translator: Translator, made: list[TranslationPair], plan: TranslationPlan) -> EngineHealth:
    can = translator.capabilities
    pairs = [
        TranslationPair(source=pair.source, target=pair.target, is_draft=can.is_draft, pivot=None)
        for pair in can.pairs
    ]
    pairs += made
    problem = None
    if not pairs and translator.use.name == APERTIUM:
        problem = NO_PAIR.format(folder=plan.apertium_modes)
    elif translator.use.name == OPUS:
        problem = " ".join(_opus(plan).problems) or None
    return EngineHealth(
        kind=TRANSLATION,
        name=translator.use.name,
        is_ready=bool(pairs),
        languages=[],
        pairs=pairs,
        problem=problem,
        is_elsewhere=not can.local,
    )


def pivoted(found: Iterable[Translator]) -> list[TranslationPair]:
    """What two pairs make together that no engine has by itself."""
    drafts = {pair: one.capabilities.is_draft for one in found for pair in one.capabilities.pairs}
    made: dict[Pair, TranslationPair] = {}
    for first, is_first_draft in drafts.items():
        for second, is_second_draft in drafts.items():
            pair = Pair(first.source, second.target)
            if first.target != second.source or is_same_language(pair.source, pair.target) or pair in drafts:
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

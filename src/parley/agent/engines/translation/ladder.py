"""Several translators as one: of those that have the pair, the best that works."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import structlog

from parley.agent.engines.ladder.circuit import Circuit
from parley.agent.engines.translation.answers import usable
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed, Translator, fitting_pair
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse, SpeechEngineWish

log = structlog.get_logger()

PATIENCE_S = 20.0  # a translation that comes later than that, nobody reads at its place
_CHARACTERS_A_S = 200.0  # a long sentence gets more: a slow model writes some 50 tokens a second
_NEXT_ONE_SHARE = 0.25  # of it, at least, for an engine after one that used it up: it may have to load
_LOOK_S = 0.25


class Untranslatable(Exception):
    """No engine has a translation of this sentence."""


@dataclass(frozen=True)
class Translated:
    """A translation and how it came about; `pivot` as in `contracts.translation.Translation`."""

    text: str
    engine: EngineUse
    is_draft: bool
    pivot: LanguageTag | None = None


class _Rung:
    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self._circuits: defaultdict[Pair | None, Circuit] = defaultdict(Circuit)

    def circuit(self, pair: Pair) -> Circuit:
        """Each pair of an engine on this machine is a program of its own; one elsewhere fails as a whole."""
        return self._circuits[pair if self.translator.capabilities.local else None]


@dataclass(frozen=True)
class _Step:
    rung: _Rung
    pair: Pair

    @property
    def circuit(self) -> Circuit:
        return self.rung.circuit(self.pair)

    def is_usable(self, now_s: float) -> bool:
        """Closed, or its pause is over: then the next sentence is its probe."""
        return not self.circuit.is_open or self.circuit.pause_s(now_s) <= 0


class TranslationLadder:
    """Engines, best first.

    Args:
        allows_pivot: Where no engine goes straight, whether two may: by way of a third language.
    """

    def __init__(
        self, translators: Sequence[Translator], *, allows_pivot: bool = False, patience_s: float = PATIENCE_S
    ) -> None:
        self._rungs = [_Rung(translator) for translator in translators]
        self._allows_pivot = allows_pivot
        self._patience_s = patience_s
        self._least_s = max(_LOOK_S, patience_s * _NEXT_ONE_SHARE)
        self._wish = SpeechEngineWish.AUTO
        self._used: list[EngineUse] = []

    def engines(self) -> list[EngineUse]:
        """Those that have translated in this meeting."""
        return list(self._used)

    def allow(self, wish: SpeechEngineWish) -> None:
        """Says which engines the host allows: from now on no other is given any text."""
        self._wish = wish

    def can(self, pair: Pair) -> bool:
        """Whether there is a way from the one language to the other."""
        return next(self._ways(pair), None) is not None

    def is_quick(self, pair: Pair) -> bool:
        """Whether all engines on the way are quick."""
        way = next(self._ways(pair), ())
        return bool(way) and all(step.rung.translator.capabilities.is_quick for step in way)

    def prepare(self, pair: Pair) -> None:
        """Says that sentences of this pair are coming."""
        for step in next(self._ways(pair), ()):
            step.rung.translator.prepare(step.pair)

    async def translate(self, sentence: Sentence) -> Translated:
        """The translation; waits a while for an engine that may soon work again.

        Raises:
            Untranslatable: There is none.
        """
        deadline_s = time.monotonic() + self._patience_s + len(sentence.text) / _CHARACTERS_A_S
        hopeless: set[tuple[_Step, ...]] = set()
        while True:
            ways = [way for way in self._ways(sentence.pair) if way not in hopeless]
            now_s = time.monotonic()
            ready = [way for way in ways if all(step.is_usable(now_s) for step in way)]
            for way in ready:
                try:
                    return await self._by(way, sentence, deadline_s)
                except SentenceFailed:
                    hopeless.add(way)
                except EngineTrouble:
                    continue
            soon = [way for way in ways if all(step.circuit.may_close_soon for step in way)]
            if not [way for way in soon if way not in hopeless] or time.monotonic() + _LOOK_S > deadline_s:
                raise Untranslatable
            await asyncio.sleep(_LOOK_S)

    async def close(self) -> None:
        """Ends what the engines started. Call once."""
        for rung in self._rungs:
            await rung.translator.close()

    def _ways(self, pair: Pair) -> Iterator[tuple[_Step, ...]]:
        """Straight ones, the best engine first; after those, if allowed, two steps."""
        rungs = [rung for rung in self._rungs if self._is_allowed(rung)]
        for rung in rungs:
            if (own := fitting_pair(rung.translator.capabilities.pairs, pair)) is not None:
                yield (_Step(rung, own),)
        if not self._allows_pivot:
            return
        for first in rungs:
            for one in first.translator.capabilities.pairs:
                if fitting_pair([one], replace(pair, target=one.target)) is None:
                    continue
                for second in rungs:
                    pairs = second.translator.capabilities.pairs
                    if (other := fitting_pair(pairs, replace(pair, source=one.target))) is not None:
                        yield _Step(first, one), _Step(second, other)

    def _is_allowed(self, rung: _Rung) -> bool:
        return rung.translator.capabilities.local or self._wish is SpeechEngineWish.AUTO

    async def _by(self, way: tuple[_Step, ...], sentence: Sentence, deadline_s: float) -> Translated:
        text, before = sentence.text, sentence.before
        for step in way:
            given = Sentence(text, step.pair, before, sentence.terms)
            text, before = await self._asked(step, given, deadline_s), ""
        last = way[-1].rung.translator
        return Translated(
            text,
            last.use,
            is_draft=any(step.rung.translator.capabilities.is_draft for step in way),
            pivot=way[0].pair.target if len(way) > 1 else None,
        )

    async def _asked(self, step: _Step, sentence: Sentence, deadline_s: float) -> str:
        translator, circuit = step.rung.translator, step.circuit
        try:
            async with asyncio.timeout(max(self._least_s, deadline_s - time.monotonic())):
                answer = await translator.translate(sentence)
        except SentenceFailed:
            raise
        except EngineTrouble as trouble:
            self._left(step, trouble)
            raise
        except TimeoutError as problem:
            raise self._left(step, EngineTrouble(Cause.SILENT)) from problem
        except Exception as problem:
            log.error("translator_raised", engine=translator.use.name, exc_type=type(problem).__name__)
            raise self._left(step, EngineTrouble(Cause.BROKE_OFF)) from problem
        circuit.probe_went_well()
        text = usable(answer, sentence)
        if text is None:
            log.warning("translation_unusable", engine=translator.use.name, characters=len(answer))
            raise SentenceFailed
        circuit.utterance_went_well()
        if translator.use not in self._used:
            self._used.append(translator.use)
        return text

    def _left(self, step: _Step, trouble: EngineTrouble) -> EngineTrouble:
        if not step.circuit.is_open:
            log.warning("translator_left", engine=step.rung.translator.use.name, cause=trouble.cause.value)
        step.circuit.failed(trouble, time.monotonic())
        return trouble

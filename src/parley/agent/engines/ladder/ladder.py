"""Several engines as one: the best that works gets the next utterance (docs/decisions/0007)."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import structlog

from parley.agent.engines.ladder.rung import CloudEngine, Rung
from parley.agent.engines.ladder.utterance import LadderUtterance
from parley.agent.engines.languages import engine_language
from parley.agent.engines.ports import (
    Capabilities,
    EngineStatus,
    SpeechToText,
    UtteranceContext,
    UtteranceFailed,
)
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.captions import GapReason
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse, SpeechEngineWish

log = structlog.get_logger()

_LOOK_S = 0.25  # how often those who wait look whether an engine is ready


class Ladder:
    """The speech-to-text port over engines of the cloud, best first, and one on this machine below them.

    Args:
        language: What is spoken by those of whom nothing is known.
        lacks_best: The deployment would rather use an engine that is not among these.
    """

    def __init__(
        self,
        clouds: Sequence[CloudEngine],
        local: SpeechToText,
        language: LanguageTag,
        *,
        lacks_best: bool = False,
    ) -> None:
        self._rungs = [*(Rung(cloud, cloud) for cloud in clouds), Rung(local)]
        self._language = language
        self._lacks_best = lacks_best
        self._wish = SpeechEngineWish.AUTO
        self._used: list[EngineUse] = []
        self._utterances: set[LadderUtterance] = set()
        self._probing: dict[Rung, asyncio.Task[None]] = {}

    async def capabilities(self) -> Capabilities:
        """Of the best that works; the deployment's language is the default, whichever that is."""
        while not (usable := [rung for rung in self._allowed() if rung.is_usable]):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(_LOOK_S)
        found = await usable[0].engine.capabilities()
        others = [tag for tag in found.languages if tag != self._language]
        return replace(found, languages=(self._language, *others))

    def engines(self) -> list[EngineUse]:
        now = self.status().engine
        return [*self._used, *([now] if now is not None and now not in self._used else [])]

    def status(self) -> EngineStatus:
        allowed = self._allowed()
        rung = next((rung for rung in allowed if rung.is_usable), None)
        if rung is None:
            return EngineStatus(None, is_fallback=False)
        status = rung.engine.status()
        is_short = self._lacks_best and self._wish is SpeechEngineWish.AUTO
        return EngineStatus(status.engine, status.is_fallback or rung is not allowed[0] or is_short)

    def allow(self, wish: SpeechEngineWish) -> None:
        """As the port has it: what is being said to an engine that is not allowed any more moves at once."""
        if wish is self._wish:
            return
        self._wish = wish
        for utterance in self._utterances:
            utterance.look_again()

    def open_utterance(self, context: UtteranceContext) -> LadderUtterance:
        return LadderUtterance(self, context)

    async def close(self) -> None:
        """Ends probes and connections. Call once, when no utterance is open."""
        for task in self._probing.values():
            task.cancel()
        if self._probing:
            await asyncio.wait(self._probing.values())
        for rung in self._rungs:
            if rung.cloud is not None:
                await rung.cloud.close()

    def is_allowed(self, rung: Rung) -> bool:
        """Whether the host lets a meeting's sound go there."""
        return rung.cloud is None or self._wish is SpeechEngineWish.AUTO

    async def next_rung(self, failures: Counter[Rung], refused: set[Rung]) -> Rung:
        """Where an utterance is to go; waits while none is ready that may be soon.

        Args:
            failures: How often each has failed it.
            refused: Those that do not write its language.

        Raises:
            UtteranceFailed: No engine is left to try.
        """
        while True:
            left = [rung for rung in self._allowed() if rung not in refused and failures[rung] < rung.tries]
            usable = [rung for rung in left if rung.is_usable]
            if usable:
                return min(usable, key=lambda rung: failures[rung])
            if not any(rung.circuit.may_close_soon for rung in left):
                is_language = refused and not left and not failures.total()
                raise UtteranceFailed(
                    GapReason.LANGUAGE_UNSUPPORTED if is_language else GapReason.ENGINE_FAILED
                )
            await asyncio.sleep(_LOOK_S)

    async def refusing(self, language: LanguageTag | None) -> set[Rung]:
        """The engines of the cloud that do not write what somebody is known to speak: not worth a wait."""
        clouds = [] if language is None else [rung for rung in self._rungs if rung.cloud is not None]
        return {
            rung
            for rung in clouds
            if engine_language((await rung.engine.capabilities()).languages, language) is None
        }

    async def context_for(self, rung: Rung, context: UtteranceContext) -> UtteranceContext:
        """What an engine is told. Of what its own default is, nothing is known to whoever speaks."""
        if context.language is not None or (await rung.engine.capabilities()).detection:
            return context
        return replace(context, language=self._language)

    def begins(self, utterance: LadderUtterance) -> None:
        """It wants to know what is allowed."""
        self._utterances.add(utterance)

    def ends(self, utterance: LadderUtterance) -> None:
        """It does not any more."""
        self._utterances.discard(utterance)

    def went_well(self, rung: Rung) -> None:
        """It gave a final."""
        rung.circuit.utterance_went_well()
        self._note_use(rung)

    def went_wrong(self, rung: Rung, failure: UtteranceFailed) -> None:
        """It gave none."""
        self._note_use(rung)
        if rung.cloud is None or not isinstance(failure, EngineTrouble):
            return
        was_open = rung.circuit.is_open
        rung.circuit.failed(failure, time.monotonic())
        if not was_open:
            log.warning("engine_left", engine=rung.name, cause=failure.cause.value)
        if rung not in self._probing or self._probing[rung].done():
            self._probing[rung] = asyncio.create_task(self._probe(rung, rung.cloud))

    async def _probe(self, rung: Rung, cloud: CloudEngine) -> None:
        while rung.circuit.is_open:
            await asyncio.sleep(max(_LOOK_S, rung.circuit.pause_s(time.monotonic())))
            if not self.is_allowed(rung):
                continue  # nothing at all goes there
            try:
                await cloud.probe()
            except EngineTrouble as trouble:
                rung.circuit.failed(trouble, time.monotonic())
            except Exception as problem:  # noqa: BLE001 - whatever a vendor's library raises, it is asked again
                log.error("probe_raised", engine=rung.name, exc_type=type(problem).__name__)
                rung.circuit.failed(EngineTrouble(Cause.BROKE_OFF), time.monotonic())
            else:
                rung.circuit.probe_went_well()
                log.info("engine_back", engine=rung.name)

    def _allowed(self) -> list[Rung]:
        return [rung for rung in self._rungs if self.is_allowed(rung)]

    def _note_use(self, rung: Rung) -> None:
        self._used += [use for use in rung.engine.engines() if use not in self._used]

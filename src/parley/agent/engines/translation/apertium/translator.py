"""Apertium behind the port: one resident pipeline a pair."""

from collections.abc import Sequence
from functools import partial

from parley.agent.engines.translation.apertium.modes import Mode
from parley.agent.engines.translation.apertium.pipeline import Pipeline
from parley.agent.engines.translation.ports import TranslatorCapabilities
from parley.agent.engines.translation.resident import Patience, ResidentTranslator

APERTIUM = "apertium"
TIMEOUT_S = 2.0  # a sentence takes 4 ms; the first of a pair, which loads its dictionaries, 0.5 s
_TIMEOUT_S_A_CHARACTER = 0.001


class ApertiumTranslator(ResidentTranslator):
    """All installed pairs of one machine."""

    def __init__(self, modes: Sequence[Mode], timeout_s: float = TIMEOUT_S) -> None:
        super().__init__(
            APERTIUM,
            {mode.pair: partial(Pipeline.start, mode.stages) for mode in modes},
            Patience(timeout_s, _TIMEOUT_S_A_CHARACTER),
            TranslatorCapabilities(pairs=tuple(mode.pair for mode in modes), is_draft=True, is_quick=True),
        )

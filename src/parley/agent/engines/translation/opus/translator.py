"""OPUS-MT behind the port: one resident process a pair."""

from collections.abc import Sequence
from functools import partial

from parley.agent.engines.translation.opus.folders import OpusFolder
from parley.agent.engines.translation.opus.process import OpusProcess
from parley.agent.engines.translation.ports import TranslatorCapabilities
from parley.agent.engines.translation.resident import Patience, ResidentTranslator

OPUS = "opus-mt"
TIMEOUT_S = 5.0
_TIMEOUT_S_A_CHARACTER = 0.002


class OpusTranslator(ResidentTranslator):
    """The models of one folder. Not quick: a sentence takes a good part of a core for a while."""

    def __init__(self, folders: Sequence[OpusFolder], timeout_s: float = TIMEOUT_S) -> None:
        super().__init__(
            OPUS,
            {one.pair: partial(OpusProcess.start, one.path) for one in folders},
            Patience(timeout_s, _TIMEOUT_S_A_CHARACTER),
            TranslatorCapabilities(pairs=tuple(one.pair for one in folders), is_draft=False),
        )

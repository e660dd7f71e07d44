"""Finished utterances of one meeting that wait for their finals: so much is kept, the oldest is given up.

What is still being said is not counted: each microphone holds at most one utterance of bounded length.
"""

from collections.abc import Callable

from parley.agent.engines.policy import MAX_BACKLOG_S
from parley.agent.listening.utterance import Utterance
from parley.contracts.ids import SegmentId

GiveUp = Callable[[], None]


class Backlog:
    """Bounds the sound that a job keeps while no engine is ready, or while the engine is far behind."""

    def __init__(self, max_s: float = MAX_BACKLOG_S) -> None:
        self._max_s = max_s
        self._waiting: dict[SegmentId, tuple[Utterance, GiveUp]] = {}

    def add(self, utterance: Utterance, give_up: GiveUp) -> None:
        """Takes an utterance that is over; `give_up` is called if it has to make room for newer ones."""
        self._waiting[utterance.segment_id] = (utterance, give_up)
        while len(self._waiting) > 1 and self._length_s() > self._max_s:
            _, give_up_oldest = self._waiting.pop(next(iter(self._waiting)))
            give_up_oldest()

    def done(self, utterance: Utterance) -> None:
        """The utterance has its final, or nobody waits for it any more."""
        self._waiting.pop(utterance.segment_id, None)

    @property
    def oldest_end_s(self) -> float | None:
        """When the utterance ended that has waited longest, monotonic; None: none waits."""
        return min((utterance.end_s for utterance, _ in self._waiting.values()), default=None)

    def _length_s(self) -> float:
        return sum(utterance.length_s for utterance, _ in self._waiting.values())

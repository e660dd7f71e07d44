"""How many utterances of one meeting an engine works on at once, and who is next.

Everybody may speak at once, but an engine has an end. Whoever finds it full waits, and what they say is kept
meanwhile; the next turn goes to whoever had least of the engine lately, so that a talker never shuts out
somebody who rarely speaks. Who has waited too long is skipped: words that late help nobody.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from parley.contracts.ids import ParticipantIdentity

MAX_WAIT_S = 15.0  # longer than the longest utterance (12 s), so one that began before it can end
_HALF_LIFE_S = 60.0  # how fast it is forgotten who has spoken


class TurnMissed(Exception):
    """The engine had no place for this utterance in time."""


@dataclass(eq=False)
class Turn:
    """An utterance's place at the engine, or in the queue for one."""

    speaker: ParticipantIdentity
    number: int
    granted: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def is_granted(self) -> bool:
        """Whether the engine is free for it."""
        return self.granted.done() and not self.granted.cancelled()


@dataclass
class _Share:
    """Seconds of the engine that somebody had lately, as of a moment."""

    seconds: float
    at_s: float

    def now(self, now_s: float) -> float:
        return float(self.seconds * 0.5 ** ((now_s - self.at_s) / _HALF_LIFE_S))


class Turns:
    """Hands out a bounded number of turns."""

    def __init__(
        self, most: int, max_wait_s: float = MAX_WAIT_S, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._max_wait_s = max_wait_s
        self._now = now
        self._numbers = 0
        self._running: set[Turn] = set()
        self._waiting: list[Turn] = []
        self._shares: dict[ParticipantIdentity, _Share] = {}

    def ask(self, speaker: ParticipantIdentity) -> Turn:
        """A turn for an utterance that begins; granted at once if the engine has a place."""
        self._numbers += 1
        turn = Turn(speaker, self._numbers)
        self._waiting.append(turn)
        self._grant()
        return turn

    async def granted(self, turn: Turn) -> None:
        """Waits for a turn.

        Raises:
            TurnMissed: None came in time.
        """
        if turn.is_granted:
            return
        try:
            # Not `wait_for`: that of Python 3.11 ignores being cancelled once the turn is granted.
            async with asyncio.timeout(self._max_wait_s):
                await turn.granted
        except TimeoutError:
            raise TurnMissed from None

    def give_back(self, turn: Turn, used_s: float) -> None:
        """Ends a turn, or the wait for one, after so many seconds of speech."""
        if turn in self._running:
            self._running.discard(turn)
            now_s = self._now()
            had = self._shares.get(turn.speaker, _Share(0.0, now_s))
            self._shares[turn.speaker] = _Share(had.now(now_s) + used_s, now_s)
        elif turn in self._waiting:
            self._waiting.remove(turn)
        self._grant()

    def _grant(self) -> None:
        while self._waiting and len(self._running) < self._most:
            turn = min(self._waiting, key=self._rank)
            self._waiting.remove(turn)
            if not turn.granted.done():
                turn.granted.set_result(None)
                self._running.add(turn)

    def _rank(self, turn: Turn) -> tuple[int, float, int]:
        at_work = sum(one.speaker == turn.speaker for one in self._running)
        share = self._shares.get(turn.speaker)
        return at_work, share.now(self._now()) if share else 0.0, turn.number

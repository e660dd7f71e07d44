"""Opens rooms for connection tests and sees to it that none outlives its two minutes.

What is due is read off the SFU's rooms, not remembered: a backend that is started again clears up as well.
"""

import asyncio
from datetime import timedelta

import structlog

from parley.backend.access.attempts import Attempts
from parley.backend.agents.workers import Workers
from parley.backend.checks.names import expiry, new_check_id
from parley.backend.clock import Clock
from parley.backend.errors import NotFound
from parley.backend.fair import one_by_one
from parley.backend.sfu.port import Sfu, SfuDown
from parley.backend.sfu.tokens import TokenMint
from parley.contracts.checks import AgentAnswer, AgentSupply, CheckPart, CheckTokens, ConnectionCheck
from parley.contracts.ids import CheckId
from parley.contracts.problems import ProblemCode

LIFE_S = 120
"""Longer than a check in which everything times out; shorter than anything worth misusing the room for."""

EMPTY_FOR_S = 20  # LiveKit itself takes a room down in which nobody is for so long
PEOPLE_MAX = len(CheckPart)
SWEEP_EVERY_S = 15.0

_log = structlog.get_logger()


class CheckService:
    """Args: sfu_url: The SFU as browsers reach it."""

    def __init__(
        self, clock: Clock, sfu: Sfu, attempts: Attempts, mint: TokenMint, workers: Workers, sfu_url: str
    ) -> None:
        self._clock = clock
        self._sfu = sfu
        self._attempts = attempts
        self._mint = mint
        self._workers = workers
        self._sfu_url = sfu_url

    async def open(self, address: str) -> ConnectionCheck:
        """Make a room for one check. Raises TooManyAttempts, SfuDown."""
        self._attempts.count_check(address)
        expires_at = self._clock.now() + timedelta(seconds=LIFE_S)
        check_id = new_check_id(expires_at)
        await self._sfu.make_check_room(check_id, PEOPLE_MAX, EMPTY_FOR_S)
        tokens = {part.value: self._mint.check_token(check_id, part, LIFE_S) for part in CheckPart}
        return ConnectionCheck(
            check_id=check_id,
            sfu_url=self._sfu_url,
            tokens=CheckTokens(**tokens),
            expires_at=expires_at,
        )

    async def close(self, check_id: str) -> None:
        """Take the room down; nothing happens if it is gone already. Raises CheckNotFound, SfuDown."""
        await self._sfu.delete_room(_known(check_id))

    def agent(self, check_id: str) -> AgentAnswer:
        """Whether an agent would come to a meeting now. Raises CheckNotFound.

        Asked of what workers report each second; none is sent to the check, which would cost a meeting its
        place.
        """
        _known(check_id)
        return AgentAnswer(supply=AgentSupply(self._workers.supply().value))

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.sweep()
            except* SfuDown:
                _log.info("check_sweep_put_off")  # the reconciler says that the SFU is lost

    async def sweep(self) -> None:
        """Take down every check's room whose time is over. Raises SfuDown, also within a group."""
        now = self._clock.now()
        names = await self._sfu.rooms()
        due = [CheckId(name) for name in names if (ends_at := expiry(name)) and ends_at <= now]
        await one_by_one(due, self._sfu.delete_room)
        if due:
            _log.info("check_rooms_swept", count=len(due))


class CheckNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.CHECK_NOT_FOUND, "There is no such connection test. Start the test again."
        )


def _known(check_id: str) -> CheckId:
    """The id, if it is one. What is none must never reach the SFU: a meeting's room could be taken down."""
    if expiry(check_id) is None:
        raise CheckNotFound
    return CheckId(check_id)

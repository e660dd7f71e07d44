"""What LiveKit's webhooks set off. Each event counts once."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete

from parley.backend.access.repository import find_participant
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.sfu.models import SfuEventRow
from parley.backend.sfu.port import Sfu
from parley.backend.sfu.webhooks import MAX_AGE_S, SfuEvent
from parley.backend.telemetry.sfu.history import TOLD, MeetingHistory
from parley.contracts.ids import MeetingId

_TELLING = frozenset({"room_started", "room_finished", "participant_joined", "participant_left"})
"""Kinds after which it is worth asking the SFU who is where; tracks are told to telemetry alone."""


class SfuEvents:
    def __init__(
        self, database: Database, clock: Clock, sfu: Sfu, history: MeetingHistory, poke: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._sfu = sfu
        self._history = history
        self._poke = poke

    async def take(self, event: SfuEvent) -> None:
        """Act on an event that was not seen before; a replay changes nothing."""
        if event.kind not in _TELLING | TOLD or not await self._keep_new(event):
            return
        if event.kind not in _TELLING:
            return
        if event.kind == "participant_joined":
            await self._put_out_again(event)
        self._poke()

    async def _keep_new(self, event: SfuEvent) -> bool:
        """False if it was seen. What could not be kept was not seen either: LiveKit sends it again."""
        now = self._clock.now()
        async with self._database.writing() as session:
            if await session.get(SfuEventRow, event.event_id) is not None:
                return False
            # Twice the age at which a webhook is refused anyway: its clock and ours may differ.
            forgotten = now - timedelta(seconds=2 * MAX_AGE_S)
            await session.execute(delete(SfuEventRow).where(SfuEventRow.received_at < forgotten))
            session.add(SfuEventRow(event_id=event.event_id, received_at=now))
            await self._history.note(session, event.kind, event.meeting_id, event.identity)
        return True

    async def _put_out_again(self, event: SfuEvent) -> None:
        """LiveKit cannot revoke a token: who was removed and comes in with an old one is sent off at once."""
        async with self._database.reading() as session:
            participant = await find_participant(session, event.meeting_id, event.identity)
        if participant is not None and participant.removed_at is not None:
            await self._sfu.remove(MeetingId(event.meeting_id), event.identity)

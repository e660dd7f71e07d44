"""How a meeting's AI stands right now, as the room's metadata tells it."""

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.decision import Decision, MeetingFacts, decide
from parley.backend.agents.models import CloseReason, LeaseRow
from parley.backend.agents.repository import leases_of
from parley.backend.agents.watch import LeaseWatch
from parley.backend.agents.workers import Workers
from parley.backend.clock import Clock
from parley.backend.meetings.models import MeetingRow
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.room import AiState, RoomMetadata

_REPLACED = (CloseReason.LOST, CloseReason.FINISHED, CloseReason.NOT_DISPATCHED)


class RoomStanding:
    def __init__(self, clock: Clock, watch: LeaseWatch, workers: Workers) -> None:
        self._clock = clock
        self._watch = watch
        self._workers = workers

    async def facts(self, session: AsyncSession, meeting: MeetingRow) -> tuple[MeetingFacts, LeaseRow | None]:
        """What `decide` wants to know of a meeting that runs or is about to, and its open lease."""
        leases = await leases_of(session, meeting.meeting_id)
        lease = next((lease for lease in leases if lease.closed_at is None), None)
        closed = [lease for lease in leases if lease.closed_at is not None]
        facts = MeetingFacts(
            wants_ai=meeting.captions_on or meeting.notes_on,
            lease=self._watch.facts(
                lease.lease_id,
                was_live=lease.live_at is not None,
                has_engine=lease.speech_engine is not None,
            )
            if lease
            else None,
            is_agent_replaced=bool(closed) and closed[-1].close_reason in _REPLACED,
        )
        return facts, lease

    def decision(self, facts: MeetingFacts, lease: LeaseRow | None) -> Decision:
        """What to do now. Who opens a lease by it notes that before it waits for anything: places are few."""
        at_s = self._workers.reported_at_s
        promised = self._watch.unreported(at_s, but=lease.lease_id if lease else None)
        return decide(facts, self._workers.supply(promised), self._clock.monotonic_s())

    async def metadata(self, session: AsyncSession, meeting: MeetingRow) -> RoomMetadata:
        """What a room that is made now is told; the reconciler tells it all that comes after."""
        facts, lease = await self.facts(session, meeting)
        decision = self.decision(facts, lease)
        return room_metadata(meeting, decision.ai_state, None if decision.close else lease)


def room_metadata(meeting: MeetingRow, ai_state: AiState, lease: LeaseRow | None) -> RoomMetadata:
    """Args: lease: The open one; None: there is none."""
    live = lease if ai_state is AiState.LIVE else None
    return RoomMetadata(
        type="parley.room",
        meeting_id=MeetingId(meeting.meeting_id),
        agent_identity=None if lease is None else ParticipantIdentity(lease.agent_identity),
        ai_state=ai_state,
        captions_on=meeting.captions_on,
        notes_on=meeting.notes_on,
        changed_by=meeting.changed_by,
        language=meeting.language,
        profanity=meeting.profanity,
        speech_engine=meeting.speech_engine,
        live_engine=live.speech_engine if live else None,
        is_fallback=live.is_fallback if live else False,
        is_behind=live.is_behind if live else False,
    )

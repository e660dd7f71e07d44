"""How a meeting's AI stands right now, as the room's metadata tells it."""

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.agents.decision import MeetingFacts, decide
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
            lease=self._watch.facts(lease.lease_id, was_live=lease.live_at is not None) if lease else None,
            is_agent_replaced=bool(closed) and closed[-1].close_reason in _REPLACED,
            is_worker_free=self._workers.is_one_free,
            is_speech_broken=self._workers.is_speech_broken,
        )
        return facts, lease

    async def metadata(self, session: AsyncSession, meeting: MeetingRow) -> RoomMetadata:
        """What a room that is made now is told; the reconciler tells it all that comes after."""
        facts, lease = await self.facts(session, meeting)
        decision = decide(facts, self._clock.monotonic_s())
        agent = lease.agent_identity if lease and decision.close is None else None
        return room_metadata(meeting, decision.ai_state, agent)


def room_metadata(meeting: MeetingRow, ai_state: AiState, agent_identity: str | None) -> RoomMetadata:
    return RoomMetadata(
        type="parley.room",
        meeting_id=MeetingId(meeting.meeting_id),
        agent_identity=None if agent_identity is None else ParticipantIdentity(agent_identity),
        ai_state=ai_state,
        captions_on=meeting.captions_on,
        notes_on=meeting.notes_on,
        changed_by=meeting.changed_by,
    )

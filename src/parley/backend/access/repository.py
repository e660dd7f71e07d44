"""Reads and writes of participants."""

from collections.abc import Collection, Sequence

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.models import Participant
from parley.contracts.access import Role


async def find_participant(session: AsyncSession, meeting_id: str, identity: str) -> Participant | None:
    participant = await session.get(Participant, identity)
    return participant if participant is not None and participant.meeting_id == meeting_id else None


async def find_by_resume_digest(session: AsyncSession, meeting_id: str, digest: str) -> Participant | None:
    return await session.scalar(
        select(Participant).where(Participant.meeting_id == meeting_id, Participant.resume_digest == digest)
    )


async def participants_of(session: AsyncSession, meeting_id: str) -> Sequence[Participant]:
    """Everybody who ever joined, in the order they did."""
    found = await session.scalars(
        select(Participant)
        .where(Participant.meeting_id == meeting_id)
        .order_by(Participant.joined_at, Participant.identity)
    )
    return found.all()


async def host_name(session: AsyncSession, meeting_id: str) -> str:
    """The name of the host who joined last: the bare host key is one of theirs. Empty if none joined."""
    found = await session.scalar(
        select(Participant.name)
        .where(Participant.meeting_id == meeting_id, Participant.role == Role.HOST)
        .order_by(Participant.joined_at.desc())
        .limit(1)
    )
    return found or ""


async def is_anybody_present(session: AsyncSession, meeting_id: str) -> bool:
    found = await session.scalar(
        select(Participant.identity)
        .where(Participant.meeting_id == meeting_id, Participant.is_present.is_(True))
        .limit(1)
    )
    return found is not None


async def set_present(session: AsyncSession, meeting_id: str, present: Collection[str]) -> None:
    """Store who is in the room: these, and of this meeting nobody else."""
    await session.execute(
        update(Participant)
        .where(Participant.meeting_id == meeting_id)
        .values(is_present=case((Participant.identity.in_(present), True), else_=False))
    )

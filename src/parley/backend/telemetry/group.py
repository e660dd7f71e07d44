"""Takes a group of batches into the store, each as the word of whoever proved it, or says why not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.proof import CredentialInvalid, ParticipantRemoved
from parley.backend.errors import ParleyError
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.service import MeetingEnded, MeetingNotFound
from parley.backend.telemetry.models import PageRow
from parley.backend.telemetry.repository import Author, add_buckets, authors_of, known_among, pages_by_id
from parley.backend.telemetry.timeline import offset_ms, refuse_impossible, refuse_seen
from parley.contracts.meetings import MeetingState
from parley.contracts.telemetry.page import TelemetryBatch

AFTER_END_S = 120
"""For how long the last batches of a meeting that has ended are taken; a beacon takes no second."""


@dataclass(frozen=True)
class Told:
    """A batch that arrived.

    Attributes:
        proof: Digest of the credential that it came with.
        bodies: Its buckets, packed.
        arrived_s: When, on this process's monotonic clock.
    """

    meeting_id: str
    proof: str
    batch: TelemetryBatch
    bodies: Sequence[bytes]
    arrived_s: float


async def store(
    session: AsyncSession, group: Sequence[Told], times: MeetingTimes, now: datetime
) -> list[ParleyError | None]:
    """Store each as a whole, or not at all.

    Returns:
        In the order of the group, why one is not taken; None: it is. CredentialInvalid (not of this meeting),
        ParticipantRemoved, MeetingEnded, MeetingNotFound, TelemetryUntimely (times that cannot be) and
        TelemetryReplayed (of what is stored).
    """
    authors = await authors_of(session, {told.proof for told in group})
    known = await known_among(session, {told.meeting_id for told in group if _is_doubtful(told, authors)})
    pages = await pages_by_id(
        session,
        {(authors[told.proof].identity, told.batch.page_id) for told in group if told.proof in authors},
    )
    refusals: list[ParleyError | None] = []
    taken: list[tuple[PageRow, Told]] = []
    for told in group:
        try:
            author = _author(told, authors, known, now)
            arrived_ms = times.at_ms(told.meeting_id, author.started_at, told.arrived_s)
            taken.append((_page(told.batch, author, arrived_ms, pages, now), told))
        except ParleyError as refusal:
            refusals.append(refusal)
        else:
            refusals.append(None)
    session.add_all(page for page, _ in taken)
    await session.flush()  # gives new pages the key that their buckets bear
    await add_buckets(
        session,
        [
            (page.page_key, bucket.sequence, body)
            for page, told in taken
            for bucket, body in zip(told.batch.buckets, told.bodies, strict=True)
        ],
    )
    return refusals


def _is_doubtful(told: Told, authors: Mapping[str, Author]) -> bool:
    """Nobody of this meeting: there may be no such meeting."""
    author = authors.get(told.proof)
    return author is None or author.meeting_id != told.meeting_id


def _author(
    told: Told, authors: Mapping[str, Author], known_meetings: Collection[str], now: datetime
) -> Author:
    if _is_doubtful(told, authors):
        raise CredentialInvalid if told.meeting_id in known_meetings else MeetingNotFound
    author = authors[told.proof]
    if author.removed_at is not None:
        raise ParticipantRemoved
    if author.state is MeetingState.ENDED and author.ended_at is not None:
        _refuse_long_ended(author.ended_at, now)
    return author


def _refuse_long_ended(ended_at: datetime, now: datetime) -> None:
    if now - ended_at > timedelta(seconds=AFTER_END_S):
        raise MeetingEnded


def _page(
    batch: TelemetryBatch,
    author: Author,
    arrived_ms: int,
    pages: dict[tuple[str, str], PageRow],
    now: datetime,
) -> PageRow:
    """The page after this batch. A new one joins `pages`: the group may hold its next batch as well."""
    refuse_impossible(batch.buckets, batch.sent_at_ms, arrived_ms)
    page = pages.get((author.identity, batch.page_id))
    if page is not None:
        refuse_seen(batch.buckets[0], page.last_sequence, page.last_end_ms)
    behind_ms = offset_ms(None if page is None else page.offset_ms, batch.sent_at_ms, arrived_ms)
    if page is None:
        page = PageRow(meeting_id=author.meeting_id, participant=author.identity, page_id=batch.page_id)
        pages[author.identity, batch.page_id] = page
    last = batch.buckets[-1]
    page.marks = batch.marks.model_dump(mode="json")
    page.offset_ms = behind_ms
    page.last_sequence, page.last_end_ms = last.sequence, last.start_ms + last.duration_ms
    page.received_at = now
    return page

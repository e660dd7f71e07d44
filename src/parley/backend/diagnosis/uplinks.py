"""Remembers what speakers lately lost on their way up: all who hear a speaker ask for it, every 15 s."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence

from parley.backend.db import Database
from parley.backend.diagnosis.readings import Uplink
from parley.backend.diagnosis.repository import newest_buckets, newest_pages, on_meeting_clock
from parley.backend.telemetry.models import BucketRow, PageRow
from parley.contracts.ids import ParticipantIdentity

RECENT_BUCKETS = 12  # a minute
REMEMBERED_MAX = 1_000

_State = tuple[int, int, int]
"""Key, newest bucket and offset of a page: with the same, the same is known."""


class RecentUplinks:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: OrderedDict[ParticipantIdentity, tuple[_State, Uplink]] = OrderedDict()

    async def of(
        self, meeting_id: str, speakers: Collection[ParticipantIdentity]
    ) -> Mapping[ParticipantIdentity, Uplink]:
        """Of those of them who told anything in this meeting."""
        if not speakers:
            return {}
        async with self._database.reading() as session:
            pages = await newest_pages(session, meeting_id, speakers)
            changed = {
                speaker: await newest_buckets(session, page.page_key, RECENT_BUCKETS)
                for speaker, page in pages.items()
                if self._known(speaker, page) is None
            }
        if changed:
            self._remember(pages, await asyncio.to_thread(_uplinks, pages, changed))
        return {
            speaker: known
            for speaker, page in pages.items()
            if (known := self._known(speaker, page)) is not None
        }

    def _known(self, speaker: ParticipantIdentity, page: PageRow) -> Uplink | None:
        state, uplink = self._remembered.get(speaker, (None, None))
        return uplink if state == _state(page) else None

    def _remember(
        self,
        pages: Mapping[ParticipantIdentity, PageRow],
        uplinks: Mapping[ParticipantIdentity, Uplink],
    ) -> None:
        for speaker, uplink in uplinks.items():
            self._remembered[speaker] = (_state(pages[speaker]), uplink)
            self._remembered.move_to_end(speaker)
        while len(self._remembered) > REMEMBERED_MAX:
            self._remembered.popitem(last=False)


def _state(page: PageRow) -> _State:
    return page.page_key, page.last_sequence, page.offset_ms


def _uplinks(
    pages: Mapping[ParticipantIdentity, PageRow], rows: Mapping[ParticipantIdentity, Sequence[BucketRow]]
) -> Mapping[ParticipantIdentity, Uplink]:
    return {speaker: Uplink(on_meeting_clock(pages[speaker], found)) for speaker, found in rows.items()}

"""What was said while another agent was in the meeting, for those who read another language."""

import asyncio
from typing import Protocol

import structlog

from parley.agent.backend_client import BackendAway, BackendRefused
from parley.contracts.ids import LeaseId
from parley.contracts.ingest import Backlog

log = structlog.get_logger()

_RETRY_S = 1.0  # while the backend is away


class BacklogDoor(Protocol):
    """Where it is asked for."""

    async def backlog(self, lease_id: LeaseId) -> Backlog: ...


async def recalled(door: BacklogDoor, lease_id: LeaseId) -> Backlog:
    """What the backend has, once it answers; nothing if it does not know the lease."""
    while True:
        try:
            return await door.backlog(lease_id)
        except BackendRefused as refusal:
            log.warning("backlog_refused", code=refusal.code)
            return Backlog(segments=[], translated=[])
        except BackendAway:
            await asyncio.sleep(_RETRY_S)

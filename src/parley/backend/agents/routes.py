"""HTTP of what agents cost, for hosts."""

from fastapi import APIRouter

from parley.backend.bearer import Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.meetings import MeetingUsage

router = APIRouter(tags=["agents"])


@router.get("/api/meetings/{meeting_id}/usage", responses=declared(401, 403, 404))
async def get_usage(meeting_id: str, services: ServicesDep, credential: Credential) -> MeetingUsage:
    return await services.leases.usage(meeting_id, credential)

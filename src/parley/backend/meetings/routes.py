"""HTTP of meetings."""

from fastapi import APIRouter

from parley.backend.bearer import ClientAddress, Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.meetings import Meeting, MeetingCreate, MeetingCreated, MeetingUpdate

router = APIRouter(tags=["meetings"])


@router.post("/api/meetings", status_code=201, responses=declared(400, 413, 429))
async def create_meeting(
    wish: MeetingCreate, services: ServicesDep, address: ClientAddress
) -> MeetingCreated:
    services.attempts.count_meeting(address)
    return await services.meetings.create(wish)


@router.get("/api/meetings/{meeting_id}", responses=declared(404))
async def get_meeting(meeting_id: str, services: ServicesDep) -> Meeting:
    return await services.meetings.get(meeting_id)


@router.get("/api/codes/{code}", responses=declared(400, 404, 429))
async def get_meeting_by_code(code: str, services: ServicesDep, address: ClientAddress) -> Meeting:
    services.attempts.count_code(address)
    return await services.meetings.get_by_code(code)


@router.patch("/api/meetings/{meeting_id}", responses=declared(400, 401, 403, 404, 410, 413))
async def update_meeting(
    meeting_id: str, wish: MeetingUpdate, services: ServicesDep, credential: Credential
) -> Meeting:
    return await services.meetings.update(meeting_id, credential, wish)


@router.post("/api/meetings/{meeting_id}/end", responses=declared(401, 403, 404))
async def end_meeting(meeting_id: str, services: ServicesDep, credential: Credential) -> Meeting:
    return await services.meetings.end(meeting_id, credential)

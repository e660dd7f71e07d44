"""HTTP of coming in, coming back, changing what one said of oneself, and being put out."""

from fastapi import APIRouter

from parley.backend.bearer import ClientAddress, Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.access import JoinRequest, JoinResponse, ParticipantUpdate, ResumeRequest

router = APIRouter(tags=["access"])


@router.post("/api/meetings/{meeting_id}/join", responses=declared(400, 401, 403, 404, 410, 413, 429, 503))
async def join_meeting(
    meeting_id: str, request: JoinRequest, services: ServicesDep, address: ClientAddress
) -> JoinResponse:
    return await services.access.join(meeting_id, request, address)


@router.post("/api/meetings/{meeting_id}/resume", responses=declared(403, 404, 410, 413, 503))
async def resume_meeting(meeting_id: str, request: ResumeRequest, services: ServicesDep) -> JoinResponse:
    return await services.access.resume(meeting_id, request)


@router.patch(
    "/api/meetings/{meeting_id}/me",
    status_code=204,
    responses=declared(400, 401, 403, 404, 410, 413),
)
async def update_me(
    meeting_id: str, update: ParticipantUpdate, services: ServicesDep, credential: Credential
) -> None:
    await services.profiles.update(meeting_id, credential, update)


@router.delete(
    "/api/meetings/{meeting_id}/participants/{identity}",
    status_code=204,
    responses=declared(401, 403, 404, 410, 503),
)
async def remove_participant(
    meeting_id: str, identity: str, services: ServicesDep, credential: Credential
) -> None:
    await services.access.remove(meeting_id, credential, identity)

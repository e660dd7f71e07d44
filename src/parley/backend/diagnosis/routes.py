"""HTTP of diagnoses: hosts and support read a meeting's, everybody their own."""

from fastapi import APIRouter

from parley.backend.bearer import Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.diagnosis import DiagnosedMeetings, MeetingDiagnosis, OwnQuality

router = APIRouter(tags=["diagnosis"])


@router.get("/api/meetings/{meeting_id}/diagnosis", responses=declared(401, 403, 404))
async def get_diagnosis(meeting_id: str, services: ServicesDep, credential: Credential) -> MeetingDiagnosis:
    return await services.diagnoses.diagnose(meeting_id, credential)


@router.get("/api/diagnosis/meetings", responses=declared(401))
async def get_diagnosed_meetings(services: ServicesDep, credential: Credential) -> DiagnosedMeetings:
    return await services.diagnoses.meetings(credential)


@router.get("/api/meetings/{meeting_id}/me/quality", responses=declared(401, 403, 404))
async def get_own_quality(meeting_id: str, services: ServicesDep, credential: Credential) -> OwnQuality:
    return await services.diagnoses.own(meeting_id, credential)

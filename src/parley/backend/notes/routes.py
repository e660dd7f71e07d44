"""HTTP of notes, for people."""

from fastapi import APIRouter

from parley.backend.bearer import Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.notes import MeetingNotes

router = APIRouter(tags=["notes"])


@router.get("/api/meetings/{meeting_id}/notes", responses=declared(401, 403, 404))
async def get_notes(meeting_id: str, services: ServicesDep, credential: Credential) -> MeetingNotes:
    return await services.notes.read(meeting_id, credential)


@router.post("/api/meetings/{meeting_id}/notes", status_code=202, responses=declared(401, 403, 404))
async def ask_for_notes(meeting_id: str, services: ServicesDep, credential: Credential) -> MeetingNotes:
    return await services.notes.ask_again(meeting_id, credential)

"""HTTP of the transcript."""

from typing import Annotated

from fastapi import APIRouter, Query

from parley.backend.bearer import Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.captions import Transcript
from parley.contracts.ids import LanguageTag

router = APIRouter(tags=["captions"])

MAX_MS = 2**53  # beyond what a meeting clock, or a browser's number, can say


@router.get("/api/meetings/{meeting_id}/transcript", responses=declared(400, 401, 403, 404))
async def get_transcript(
    meeting_id: str,
    services: ServicesDep,
    credential: Credential,
    since_ms: Annotated[int, Query(ge=0, le=MAX_MS)] = 0,
    language: LanguageTag | None = None,
) -> Transcript:
    return await services.transcripts.read(meeting_id, credential, since_ms, language)

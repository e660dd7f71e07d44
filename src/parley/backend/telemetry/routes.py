"""HTTP of telemetry: pages tell, hosts and support read."""

import asyncio

from fastapi import APIRouter, Response

from parley.backend.bearer import ClientAddress, Credential
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.telemetry.meeting import MeetingsWithTelemetry, MeetingTelemetry
from parley.contracts.telemetry.page import TelemetryBatch

router = APIRouter(tags=["telemetry"])


@router.post(
    "/api/meetings/{meeting_id}/telemetry",
    status_code=204,
    responses=declared(400, 403, 404, 409, 410, 413, 429, 503),
)
async def take_telemetry(
    meeting_id: str, batch: TelemetryBatch, services: ServicesDep, address: ClientAddress
) -> None:
    await services.telemetry.take(meeting_id, batch, address)


@router.get(
    "/api/meetings/{meeting_id}/telemetry",
    response_model=MeetingTelemetry,
    responses=declared(401, 403, 404),
)
async def get_telemetry(meeting_id: str, services: ServicesDep, credential: Credential) -> Response:
    async with services.telemetry_reader.reading(meeting_id, credential) as found:
        # Some MB: written here, they would hold up everybody's calls.
        return Response(await asyncio.to_thread(found.model_dump_json), media_type="application/json")


@router.get("/api/telemetry/meetings", responses=declared(401))
async def get_meetings(services: ServicesDep, credential: Credential) -> MeetingsWithTelemetry:
    return await services.telemetry_reader.meetings(credential)

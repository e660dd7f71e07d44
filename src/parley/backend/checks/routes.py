"""HTTP of the connection test."""

from fastapi import APIRouter

from parley.backend.bearer import ClientAddress
from parley.backend.problems import declared
from parley.backend.services import ServicesDep
from parley.contracts.checks import AgentAnswer, ConnectionCheck

router = APIRouter(tags=["checks"])


@router.post("/api/checks", status_code=201, responses=declared(429, 503))
async def open_check(services: ServicesDep, address: ClientAddress) -> ConnectionCheck:
    return await services.checks.open(address)


@router.get("/api/checks/{check_id}/agent", responses=declared(404))
async def get_agent(check_id: str, services: ServicesDep) -> AgentAnswer:
    return services.checks.agent(check_id)


@router.delete("/api/checks/{check_id}", status_code=204, responses=declared(404, 503))
async def close_check(check_id: str, services: ServicesDep) -> None:
    await services.checks.close(check_id)

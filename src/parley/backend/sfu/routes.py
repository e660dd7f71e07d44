"""Where LiveKit sends its webhooks."""

from typing import Annotated

from fastapi import APIRouter, Header, Request

from parley.backend.problems import declared
from parley.backend.services import ServicesDep

router = APIRouter(tags=["sfu"])


@router.post("/api/sfu/webhook", status_code=204, responses=declared(401, 413, 503))
async def take_webhook(
    request: Request, services: ServicesDep, authorization: Annotated[str | None, Header()] = None
) -> None:
    event = services.webhooks.read(await request.body(), authorization)
    await services.sfu_events.take(event)

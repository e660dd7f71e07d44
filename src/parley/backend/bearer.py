"""Takes bearer tokens out of requests. What they prove is decided elsewhere."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from parley.backend.access.credentials import is_same
from parley.backend.errors import NotProven
from parley.backend.services import ServicesDep
from parley.contracts.problems import ProblemCode

_person = HTTPBearer(auto_error=False, scheme_name="host key or resume secret")
_agent = HTTPBearer(auto_error=False, scheme_name="service token")


def _credential(bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_person)]) -> str | None:
    return bearer.credentials if bearer else None


def _agents_only(
    services: ServicesDep, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_agent)]
) -> None:
    token = services.settings.service_token.get_secret_value()
    if bearer is None or not is_same(bearer.credentials, token):
        raise NotProven(
            ProblemCode.SERVICE_TOKEN_INVALID, "Send the agents' service token as a bearer token."
        )


def client_address(request: Request) -> str:
    """The caller's address; behind a proxy the server has put the real one in, if the proxy is trusted."""
    return request.client.host if request.client else "unknown"


Credential = Annotated[str | None, Depends(_credential)]
ClientAddress = Annotated[str, Depends(client_address)]
AGENTS_ONLY = Depends(_agents_only)

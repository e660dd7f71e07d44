"""The agent's calls to the backend's ingest door.

Three kinds of failure, since each is met differently: the backend is away (try again), it does not know what
we speak of (stop), it refuses what we say (set it aside).
"""

import ssl
from functools import cache
from types import TracebackType
from typing import Self, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from parley.contracts.ids import LeaseId
from parley.contracts.ingest import (
    Backlog,
    IngestAnswer,
    IngestBatch,
    LeaseAnswer,
    LeaseHeartbeat,
    NotesResult,
    NotesSource,
    OutboxRecord,
    WorkerAnswer,
    WorkerReport,
)
from parley.contracts.problems import Problem, ProblemCode

_TIMEOUT_S = 5.0
_AWAY_STATUSES = {401, 403, 408, 425, 429}  # a token being rotated or a crowded door passes, like 5xx

Answer = TypeVar("Answer", bound=BaseModel)


@cache
def _tls_context(url: str) -> ssl.SSLContext:
    """How the backend's certificate is checked. Takes 0.2 s for https."""
    if url.startswith("https:"):
        return ssl.create_default_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; loads no certificates


class BackendAway(Exception):
    """No answer that counts: connection refused, timeout, 5xx, or a token that is not accepted (yet)."""


class BackendRefused(Exception):
    """The backend will never accept this.

    Attributes:
        status: HTTP status, 4xx.
        code: The problem's stable code.
    """

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class BackendClient:
    """One HTTP connection pool to the backend. Each call raises `BackendAway` or `BackendRefused`."""

    def __init__(self, url: str, service_token: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/"),
            headers={"authorization": f"Bearer {service_token}"},
            timeout=_TIMEOUT_S,
            verify=_tls_context(url),
            trust_env=False,  # the backend is one of ours; a proxy for the outside world is not on the way
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def heartbeat(self, lease_id: LeaseId, heartbeat: LeaseHeartbeat) -> LeaseAnswer:
        return await self._post(f"/api/ingest/leases/{lease_id}/heartbeat", heartbeat, LeaseAnswer)

    async def backlog(self, lease_id: LeaseId) -> Backlog:
        return _parsed(await self._request("GET", f"/api/ingest/leases/{lease_id}/backlog", None), Backlog)

    async def send_records(self, lease_id: LeaseId, records: list[OutboxRecord]) -> IngestAnswer:
        return await self._post(
            f"/api/ingest/leases/{lease_id}/records", IngestBatch(records=records), IngestAnswer
        )

    async def report(self, worker_id: str, report: WorkerReport) -> WorkerAnswer:
        return await self._post(f"/api/ingest/workers/{worker_id}/report", report, WorkerAnswer)

    async def notes_source(self, request_id: str) -> NotesSource:
        response = await self._request("GET", f"/api/ingest/notes/{request_id}/source", None)
        return _parsed(response, NotesSource)

    async def send_notes(self, result: NotesResult) -> None:
        await self._request("POST", f"/api/ingest/notes/{result.request_id}/result", result)

    async def _post(self, path: str, body: BaseModel, answer: type[Answer]) -> Answer:
        return _parsed(await self._request("POST", path, body), answer)

    async def _request(self, method: str, path: str, body: BaseModel | None) -> httpx.Response:
        content = None if body is None else body.model_dump_json()
        headers = {} if content is None else {"content-type": "application/json"}
        try:
            response = await self._http.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as problem:
            raise BackendAway(type(problem).__name__) from problem
        if response.status_code >= 500 or response.status_code in _AWAY_STATUSES:
            raise BackendAway(f"HTTP {response.status_code}")
        if response.status_code >= 300:
            code = _problem_code(response)
            if code == ProblemCode.NOT_FOUND:  # it lacks the route: of another version, while it is upgraded
                raise BackendAway(f"HTTP {response.status_code} {code}")
            raise BackendRefused(response.status_code, code)
        return response


def _parsed(response: httpx.Response, answer: type[Answer]) -> Answer:
    try:
        return answer.model_validate_json(response.content)
    except ValidationError as problem:
        # Something else answers at this address, or a backend of another version while it is upgraded.
        raise BackendAway("unreadable answer") from problem


def _problem_code(response: httpx.Response) -> str:
    try:
        return str(Problem.model_validate_json(response.content).code)
    except ValidationError as problem:
        # Not a backend's refusal but somebody else's, e.g. a proxy's: no reason to set a record aside.
        raise BackendAway(f"HTTP {response.status_code} without a problem") from problem

"""The deployment under rehearsal, through the same public HTTP API that people's browsers use."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from parley.contracts.access import JoinRequest, JoinResponse, ResumeRequest, Role
from parley.contracts.captions import Transcript
from parley.contracts.ids import LanguageTag, MeetingId
from parley.contracts.meetings import Meeting, MeetingCreate, MeetingCreated, MeetingUsage
from parley.contracts.notes import MeetingNotes, NotesState
from parley.contracts.problems import Problem
from parley.contracts.web import WebConfig
from parley.rehearsal.errors import BadInput, DeploymentProblem
from parley.rehearsal.trust import distrust

REQUEST_TIMEOUT_S = 15.0
NOTES_TIMEOUT_S = 60.0  # notes are made by a worker that may be busy with other meetings
CONFIG_TIMEOUT_S = 20.0  # a worker that has just begun tells what it can once its weights are loaded
USAGE_TIMEOUT_S = 30.0  # covers an agent's drain and its outbox
POLL_INTERVAL_S = 0.25

Answer = TypeVar("Answer", bound=BaseModel)


class Deployment:
    """One meeting's worth of calls. Errors of the network and of the API become `DeploymentProblem`."""

    def __init__(self, url: str) -> None:
        """Raises `BadInput` for an address that is not http(s)."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise BadInput(_malformed(url)) from error
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise BadInput(_malformed(url))
        self._url = url
        # A proxy of the operator's has no business with a deployment on this machine.
        is_here = parsed.host in {"localhost", "127.0.0.1", "::1"}
        self._client = httpx.AsyncClient(base_url=parsed, timeout=REQUEST_TIMEOUT_S, trust_env=not is_here)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def config(self) -> WebConfig:
        """What can be captioned and translated there, once a worker has told; after 20 s as it stands."""

        async def ask() -> WebConfig:
            return await self._call("GET", "/config.json", WebConfig)

        return await _poll(ask, lambda config: bool(config.caption_languages), CONFIG_TIMEOUT_S)

    async def create_meeting(self, title: str, *, with_ai: bool = True) -> MeetingCreated:
        """A new meeting, with captions and notes on, or both off."""
        body = MeetingCreate(title=title, captions_on=with_ai, notes_on=with_ai)
        return await self._call("POST", "/api/meetings", MeetingCreated, body=body)

    async def join(
        self, meeting_id: MeetingId, name: str, role: Role, reads: LanguageTag | None = None
    ) -> JoinResponse:
        """All that is needed to enter the room as `name`, who reads captions in that language."""
        body = JoinRequest(name=name, role=role, reading_language=reads)
        return await self._call("POST", f"/api/meetings/{meeting_id}/join", JoinResponse, body=body)

    async def resume(self, meeting_id: MeetingId, resume_secret: str) -> JoinResponse:
        """A way back into the room for somebody who was in it."""
        body = ResumeRequest(resume_secret=resume_secret)
        return await self._call("POST", f"/api/meetings/{meeting_id}/resume", JoinResponse, body=body)

    async def transcript(self, meeting_id: MeetingId, credential: str) -> Transcript:
        """What is stored by now."""
        return await self._call("GET", f"/api/meetings/{meeting_id}/transcript", Transcript, credential)

    async def end_meeting(self, meeting_id: MeetingId, host_key: str) -> Meeting:
        """End it for everybody."""
        return await self._call("POST", f"/api/meetings/{meeting_id}/end", Meeting, host_key)

    async def usage(self, meeting_id: MeetingId, host_key: str) -> MeetingUsage:
        """What it cost, once every agent job has reported; after 30 s what is known by then."""

        async def ask() -> MeetingUsage:
            return await self._call("GET", f"/api/meetings/{meeting_id}/usage", MeetingUsage, host_key)

        return await _poll(ask, lambda usage: usage.is_complete, USAGE_TIMEOUT_S)

    async def notes(self, meeting_id: MeetingId, host_key: str) -> MeetingNotes:
        """The notes, once they are no longer on their way; after 60 s as they stand."""

        async def ask() -> MeetingNotes:
            return await self._call("GET", f"/api/meetings/{meeting_id}/notes", MeetingNotes, host_key)

        return await _poll(ask, lambda notes: notes.state is not NotesState.PENDING, NOTES_TIMEOUT_S)

    async def _call(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        credential: str | None = None,
        *,
        body: BaseModel | None = None,
    ) -> Answer:
        headers = {"authorization": f"Bearer {credential}"} if credential else {}
        content = body.model_dump_json() if body else None
        if content:
            headers["content-type"] = "application/json"
        try:
            response = await self._client.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            why = distrust(error) or f"it does not answer ({type(error).__name__}). Is the address right?"
            raise DeploymentProblem(f"{self._url} cannot be reached: {why}") from error
        if response.is_error:
            raise DeploymentProblem(f"{self._url} refused {method} {path}: {_refusal(response)}")
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise DeploymentProblem(
                f"{self._url} answered {method} {path} with something else than Parley's API does. "
                "Is this the address of a Parley deployment of the same version?"
            ) from error


async def _poll(
    ask: Callable[[], Awaitable[Answer]], is_enough: Callable[[Answer], bool], timeout_s: float
) -> Answer:
    deadline_s = monotonic() + timeout_s
    while True:
        answer = await ask()
        if is_enough(answer) or monotonic() >= deadline_s:
            return answer
        await asyncio.sleep(POLL_INTERVAL_S)


def _refusal(response: httpx.Response) -> str:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return f"HTTP {response.status_code}"
    return f"{problem.detail} ({problem.code.value}, request {problem.request_id})"


def _malformed(url: str) -> str:
    return f"--url {url!r} is not a web address. Write it like https://meet.example.org or http://localhost:8080."

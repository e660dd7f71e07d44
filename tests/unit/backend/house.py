"""A whole backend in one process for route tests: real SQLite, an SFU in memory, and a clock that we turn."""

import hashlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from livekit import api
from pydantic import SecretStr

from parley.backend.app import create_app
from parley.backend.clock import ManualClock
from parley.backend.services import Services
from parley.backend.settings import Settings
from parley.backend.sfu.fake import FakeSfu
from parley.contracts.access import JoinResponse
from parley.contracts.captions import Transcript
from parley.contracts.ingest import AgentDispatch, IngestAnswer, LeaseAnswer
from parley.contracts.meetings import MeetingCreated
from parley.contracts.room import RoomMetadata

API_KEY = "key-of-tests"
API_SECRET = "secret-of-tests-" + "s" * 32
SERVICE_TOKEN = "token-of-tests-" + "t" * 32
AGENT_HEADERS = {"authorization": f"Bearer {SERVICE_TOKEN}"}
SPEECH = {
    "kind": "speech_to_text",
    "name": "fake",
    "is_ready": True,
    "languages": ["en"],
    "pairs": [],
    "problem": None,
    "is_elsewhere": False,
}

HEARTBEAT = {
    "is_listening": True,
    "engines": [{"kind": "speech_to_text", "name": "fake"}],
    "speech_engine": "fake",
    "is_fallback": False,
    "is_behind": False,
}


def settings(folder: Path, **changed: Any) -> Settings:
    values: dict[str, Any] = {
        "database_url": f"sqlite+aiosqlite:///{folder}/parley.db",
        "sfu_api_key": API_KEY,
        "sfu_api_secret": SecretStr(API_SECRET),
        "service_token": SecretStr(SERVICE_TOKEN),
    }
    return Settings(**(values | changed))


def bearer(credential: str) -> dict[str, str]:
    return {"authorization": f"Bearer {credential}"}


@dataclass
class House:
    http: httpx.AsyncClient
    services: Services
    sfu: FakeSfu
    clock: ManualClock
    _events: int = field(default=0)

    async def meet(self, **wish: Any) -> MeetingCreated:
        answer = await self.http.post("/api/meetings", json=wish)
        assert answer.status_code == 201, answer.text
        return MeetingCreated.model_validate_json(answer.content)

    async def join(self, meeting_id: str, name: str = "Maria", **request: Any) -> JoinResponse:
        """Join, and enter the room as a browser does."""
        answer = await self.http.post(f"/api/meetings/{meeting_id}/join", json={"name": name} | request)
        assert answer.status_code == 200, answer.text
        joined = JoinResponse.model_validate_json(answer.content)
        self.enter(joined)
        return joined

    def enter(self, joined: JoinResponse) -> None:
        claims = api.TokenVerifier(API_KEY, API_SECRET).verify(joined.token)
        self.sfu.enter(joined.meeting_id, joined.identity, attributes=dict(claims.attributes or {}))

    async def report(
        self, worker: str = "w1", *, engines: Iterable[Any] = (SPEECH,), max_jobs: int = 5
    ) -> list[dict[str, str]]:
        """A worker reports; gives the notes it is asked to make."""
        body = {"active_jobs": 0, "max_jobs": max_jobs, "engines": list(engines)}
        answer = await self.http.post(
            f"/api/ingest/workers/{worker}/report", json=body, headers=AGENT_HEADERS
        )
        assert answer.status_code == 200, answer.text
        return list(answer.json()["notes_requests"])

    async def beat(
        self, dispatch: AgentDispatch, *, is_listening: bool = True, **changed: Any
    ) -> LeaseAnswer:
        body = HEARTBEAT | {"is_listening": is_listening} | changed
        answer = await self.http.post(
            f"/api/ingest/leases/{dispatch.lease_id}/heartbeat", json=body, headers=AGENT_HEADERS
        )
        assert answer.status_code == 200, answer.text
        return LeaseAnswer.model_validate_json(answer.content)

    async def send(self, dispatch: AgentDispatch, *records: dict[str, Any]) -> IngestAnswer:
        answer = await self.http.post(
            f"/api/ingest/leases/{dispatch.lease_id}/records",
            json={"records": list(records)},
            headers=AGENT_HEADERS,
        )
        assert answer.status_code == 200, answer.text
        return IngestAnswer.model_validate_json(answer.content)

    async def transcript(self, meeting: MeetingCreated) -> Transcript:
        answer = await self.http.get(
            f"/api/meetings/{meeting.meeting.meeting_id}/transcript", headers=bearer(meeting.host_key)
        )
        return Transcript.model_validate_json(answer.content)

    async def webhook(self, kind: str, meeting_id: str, identity: str = "", **changed: Any) -> httpx.Response:
        self._events += 1
        event: dict[str, Any] = {
            "event": kind,
            "id": f"EV_{self._events}",
            "createdAt": str(int(self.clock.now().timestamp())),
            "room": {"name": meeting_id},
            "participant": {"identity": identity},
        }
        return await self.post_webhook(json.dumps(event | changed))

    async def post_webhook(
        self, body: str, secret: str = API_SECRET, signed: str | None = None, key: str = API_KEY
    ) -> httpx.Response:
        """Post a webhook as LiveKit does. `signed` is the body that the signature is made for, if another."""
        checksum = hashlib.sha256((body if signed is None else signed).encode()).digest()
        token = (
            api.AccessToken(key, secret)
            .with_sha256(b64encode(checksum).decode())
            .with_ttl(timedelta(minutes=5))
            .to_jwt()
        )
        return await self.http.post(
            "/api/sfu/webhook",
            content=body,
            headers={"authorization": token, "content-type": "application/webhook+json"},
        )

    async def reconcile(self) -> None:
        self.services.poked.set()
        await self.services.reconciler.run_once()

    def room(self, meeting_id: str) -> RoomMetadata:
        return self.sfu.by_name[meeting_id].metadata

    def dispatch(self, meeting_id: str) -> AgentDispatch:
        """The newest dispatch to the meeting."""
        return list(self.sfu.by_name[meeting_id].dispatches.values())[-1]

    async def captioned(self, **wish: Any) -> tuple[MeetingCreated, JoinResponse, AgentDispatch]:
        """A meeting with one person in it and an agent that listens."""
        meeting = await self.meet(**wish)
        meeting_id = meeting.meeting.meeting_id
        person = await self.join(meeting_id)
        await self.report()
        await self.reconcile()
        dispatch = self.dispatch(meeting_id)
        self.sfu.enter(meeting_id, dispatch.agent_identity, is_agent=True)
        await self.beat(dispatch)
        await self.reconcile()
        return meeting, person, dispatch


def segment(segment_id: str, speaker: str, **changed: Any) -> dict[str, Any]:
    plain = {
        "segment_id": segment_id,
        "speaker": speaker,
        "language": "en",
        "start_ms": 1000,
        "end_ms": 2000,
        "text": f"words of {segment_id}",
    }
    return {"type": "segment", "segment": plain | changed}


def translation(segment_id: str, **changed: Any) -> dict[str, Any]:
    plain = {
        "segment_id": segment_id,
        "language": "es",
        "text": f"palabras de {segment_id}",
        "engine": "apertium",
        "is_draft": True,
        "pivot": None,
    }
    return {"type": "translation", "translation": plain | changed}


def gap(gap_id: str, speaker: str | None, **changed: Any) -> dict[str, Any]:
    plain = {
        "gap_id": gap_id,
        "speaker": speaker,
        "start_ms": 3000,
        "end_ms": 4000,
        "reason": "overloaded",
    }
    return {"type": "gap", "gap": plain | changed}


def usage(speaker: str, billed_speech_ms: int, *, engine: str = "fake", **changed: Any) -> dict[str, Any]:
    plain = {
        "speaker": speaker,
        "engine": {"kind": "speech_to_text", "name": engine},
        "billed_speech_ms": billed_speech_ms,
        "engine_ms": None,
        "utterances": 1,
    }
    return {"type": "usage", "usage": plain | changed}


FINISHED = {
    "type": "job_finished",
    "engines": [{"kind": "speech_to_text", "name": "fake"}],
}


@asynccontextmanager
async def open_house(folder: Path, **changed: Any) -> AsyncIterator[House]:
    # Starts at the real time: the library that checks the signature of webhooks looks at the wall clock.
    clock, sfu = ManualClock(datetime.now(UTC)), FakeSfu()
    app = create_app(settings(folder, **changed), clock=clock, sfu=sfu, is_reconciling=False)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://parley.test") as http,
    ):
        yield House(http, app.state.services, sfu, clock)

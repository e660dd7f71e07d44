"""Every route × everybody who might call it: what is not allowed here is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from parley.backend.openapi import document
from tests.unit.backend.house import HEARTBEAT, SERVICE_TOKEN, House, bearer

pytestmark = pytest.mark.unit

GOLDEN = Path(__file__).parents[3] / "golden"
EVERYBODY = ("nobody", "stranger", "viewer", "participant", "agent", "host", "key")
PUBLIC = dict.fromkeys(EVERYBODY, 200)
OF_HOSTS = {
    "nobody": 401,
    "stranger": 403,
    "viewer": 403,
    "participant": 403,
    "host": 200,
    "key": 200,
    "agent": 403,
}
OF_PEOPLE = OF_HOSTS | {"viewer": 200, "participant": 200}
OF_AGENTS = dict.fromkeys(EVERYBODY, 401) | {"agent": 200}
TELEMETRY = json.loads((GOLDEN / "TelemetryBatch.left-at-once.json").read_text())
SIGNED = dict.fromkeys(EVERYBODY, 401)

MATRIX: dict[str, tuple[dict[str, Any] | None, dict[str, int]]] = {
    "POST /api/meetings": ({}, PUBLIC),
    "GET /api/meetings/{meeting_id}": (None, PUBLIC),
    "GET /api/codes/{code}": (None, PUBLIC),
    "POST /api/meetings/{meeting_id}/join": ({"name": "Maria"}, PUBLIC),
    "POST /api/meetings/{meeting_id}/resume": ({"resume_secret": "rs_no"}, dict.fromkeys(EVERYBODY, 403)),
    "PATCH /api/meetings/{meeting_id}": ({}, OF_HOSTS),
    "POST /api/meetings/{meeting_id}/end": (None, OF_HOSTS),
    "PATCH /api/meetings/{meeting_id}/me": ({"language": "de"}, OF_PEOPLE | {"key": 403}),
    "DELETE /api/meetings/{meeting_id}/participants/{identity}": (None, OF_HOSTS),
    "GET /api/meetings/{meeting_id}/transcript": (None, OF_PEOPLE),
    "GET /api/meetings/{meeting_id}/notes": (None, OF_PEOPLE),
    "POST /api/meetings/{meeting_id}/notes": (None, OF_HOSTS),
    "GET /api/meetings/{meeting_id}/usage": (None, OF_HOSTS),
    # Proved by a resume secret in the body, which is none of these people's.
    "POST /api/meetings/{meeting_id}/telemetry": (TELEMETRY, dict.fromkeys(EVERYBODY, 403)),
    "GET /api/meetings/{meeting_id}/telemetry": (None, OF_HOSTS),
    "GET /api/telemetry/meetings": (None, dict.fromkeys(EVERYBODY, 401)),
    "GET /api/meetings/{meeting_id}/diagnosis": (None, OF_HOSTS),
    "GET /api/diagnosis/meetings": (None, dict.fromkeys(EVERYBODY, 401)),
    "GET /api/meetings/{meeting_id}/me/quality": (None, OF_PEOPLE | {"key": 403}),
    "POST /api/checks": (None, PUBLIC),
    "GET /api/checks/{check_id}/agent": (None, PUBLIC),
    "DELETE /api/checks/{check_id}": (None, PUBLIC),
    "POST /api/ingest/leases/{lease_id}/heartbeat": (HEARTBEAT, OF_AGENTS),
    "POST /api/ingest/leases/{lease_id}/records": (
        {"records": [{"type": "job_finished", "engines": []}]},
        OF_AGENTS,
    ),
    "GET /api/ingest/leases/{lease_id}/backlog": (None, OF_AGENTS),
    "POST /api/ingest/workers/{worker_id}/report": (
        {"active_jobs": 0, "max_jobs": 0, "engines": []},
        OF_AGENTS,
    ),
    "GET /api/ingest/notes/{request_id}/source": (None, OF_AGENTS),
    "POST /api/ingest/notes/{request_id}/result": ({"request_id": "REQUEST", "notes": None}, OF_AGENTS),
    "POST /api/sfu/webhook": ({}, SIGNED),
    "GET /healthz": (None, PUBLIC),
    "GET /readyz": (None, PUBLIC),
    "GET /config.json": (None, PUBLIC),
}


def test_every_route_has_its_row() -> None:
    routes = {
        f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods
    }
    assert routes == set(MATRIX)


@pytest.mark.parametrize("route", MATRIX)
async def test_who_may_call(house: House, route: str) -> None:
    made, _, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    asked = await house.http.post(f"/api/meetings/{meeting_id}/notes", headers=bearer(made.host_key))
    assert asked.status_code == 202
    (request,) = await house.report()
    victim = await house.join(meeting_id)
    stranger = await house.join((await house.meet()).meeting.meeting_id)
    credentials = {
        "nobody": {},
        "stranger": bearer(stranger.resume_secret),
        "viewer": bearer((await house.join(meeting_id, role="viewer")).resume_secret),
        "participant": bearer((await house.join(meeting_id)).resume_secret),
        "host": bearer((await house.join(meeting_id, host_key=made.host_key)).resume_secret),
        "key": bearer(made.host_key),
        "agent": bearer(SERVICE_TOKEN),
    }
    names = {
        "meeting_id": meeting_id,
        "code": made.meeting.code,
        "identity": victim.identity,
        "lease_id": dispatch.lease_id,
        "worker_id": "w1",
        "check_id": (await house.http.post("/api/checks")).json()["check_id"],
        "request_id": request["request_id"],
    }
    method, path = route.split(" ")
    body, expected = MATRIX[route]
    if body and body.get("request_id"):
        body = body | {"request_id": request["request_id"]}
    address = re.sub(r"{(\w+)}", lambda name: names[name[1]], path)
    for who in EVERYBODY:
        answer = await house.http.request(method, address, json=body, headers=credentials[who])
        status = 200 if answer.is_success else answer.status_code
        assert status == expected[who], (who, answer.text)
        if not answer.is_success:
            assert answer.headers["content-type"] == "application/problem+json"

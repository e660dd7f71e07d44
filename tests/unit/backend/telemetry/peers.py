"""A page that tells how its call goes, for tests."""

import json
from pathlib import Path
from typing import Any

import httpx

from parley.contracts.telemetry.meeting import MeetingTelemetry
from tests.unit.backend.house import House, bearer

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "golden" / "TelemetryBatch.a-call.json").read_text()
)


def bucket(sequence: int, start_ms: int, **changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = GOLDEN["buckets"][0] | {"reconnects": []}
    return plain | {"sequence": sequence, "start_ms": start_ms, "duration_ms": 5000} | changed


def batch(resume_secret: str, *buckets: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Sent the moment its last bucket is full."""
    sent_at_ms = buckets[-1]["start_ms"] + buckets[-1]["duration_ms"]
    told = {"resume_secret": resume_secret, "buckets": list(buckets), "sent_at_ms": sent_at_ms}
    return GOLDEN | told | changed


async def tell(house: House, meeting_id: str, body: Any) -> httpx.Response:
    return await house.http.post(f"/api/meetings/{meeting_id}/telemetry", json=body)


async def read(house: House, meeting_id: str, credential: str) -> MeetingTelemetry:
    answer = await house.http.get(f"/api/meetings/{meeting_id}/telemetry", headers=bearer(credential))
    assert answer.status_code == 200, answer.text
    return MeetingTelemetry.model_validate_json(answer.content)

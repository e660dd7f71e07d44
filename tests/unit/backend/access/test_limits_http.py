"""How much and how often: bodies that are too large, people who join too often."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from parley.backend.body_limit import AGENTS_MAX_BYTES, PEOPLE_MAX_BYTES, WEBHOOK_MAX_BYTES
from tests.unit.backend.house import AGENT_HEADERS, House, open_house

pytestmark = pytest.mark.unit

LIMITS = [
    ("/api/meetings", PEOPLE_MAX_BYTES),
    ("/api/nothing", PEOPLE_MAX_BYTES),
    ("/api/ingest/workers/w1/report", AGENTS_MAX_BYTES),
    ("/api/sfu/webhook", WEBHOOK_MAX_BYTES),
]


async def in_chunks(size_bytes: int) -> AsyncIterator[bytes]:
    """A body of undeclared length."""
    chunk = b" " * 10_000
    for start in range(0, size_bytes, len(chunk)):
        yield chunk[: size_bytes - start]


@pytest.mark.parametrize(("path", "limit_bytes"), LIMITS)
async def test_a_body_that_is_too_large_is_refused_and_one_that_just_fits_is_read(
    house: House, path: str, limit_bytes: int
) -> None:
    headers = AGENT_HEADERS | {"content-type": "application/json"}
    large = await house.http.post(path, content=b" " * (limit_bytes + 1), headers=headers)
    assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")
    assert large.headers["content-type"] == "application/problem+json"
    assert large.json()["request_id"] == large.headers["x-request-id"]
    fitting = await house.http.post(path, content=b" " * limit_bytes, headers=headers)
    assert fitting.status_code in (401, 404, 422)


@pytest.mark.parametrize(("path", "limit_bytes"), [limit for limit in LIMITS if "nothing" not in limit[0]])
async def test_a_body_of_undeclared_length_is_cut_off_at_the_limit(
    house: House, path: str, limit_bytes: int
) -> None:
    headers = AGENT_HEADERS | {"content-type": "application/json"}
    large = await house.http.post(path, content=in_chunks(limit_bytes + 1), headers=headers)
    assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")
    fitting = await house.http.post(path, content=in_chunks(limit_bytes), headers=headers)
    assert fitting.status_code in (401, 422)


@pytest.mark.parametrize("length", ["x", "-1", "9" * 5000])
async def test_a_length_that_is_no_length_breaks_nothing(house: House, length: str) -> None:
    headers = {"content-type": "application/json", "content-length": length}
    answer = await house.http.post("/api/meetings", content=b"{}", headers=headers)
    assert answer.status_code in (201, 413)


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, joins_per_minute=2) as opened:
        yield opened


async def test_who_joins_one_meeting_too_often_waits_and_another_meeting_does_not(strict: House) -> None:
    made, other = await strict.meet(), await strict.meet()
    path = f"/api/meetings/{made.meeting.meeting_id}/join"
    for _ in range(2):
        await strict.join(made.meeting.meeting_id)
    refused = await strict.http.post(path, json={"name": "Maria"})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    await strict.join(other.meeting.meeting_id)


async def test_guesses_at_a_host_key_count_as_joining(strict: House) -> None:
    made = await strict.meet()
    path = f"/api/meetings/{made.meeting.meeting_id}/join"
    wrong = {"name": "Eve", "role": "host", "host_key": "hk_wrong"}
    statuses = [(await strict.http.post(path, json=wrong)).status_code for _ in range(3)]
    assert statuses == [403, 403, 429]


async def test_an_office_behind_one_address_comes_in(house: House) -> None:
    made = await house.meet()
    for number in range(100):
        await house.join(made.meeting.meeting_id, f"Colleague {number}")

"""The server's side of the connection test: rooms of its own, gone in time, and no way into a meeting."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from livekit import api

from parley.backend.agents.decision import Supply
from parley.backend.checks.names import expiry, new_check_id
from parley.backend.checks.service import EMPTY_FOR_S, LIFE_S
from parley.backend.meetings.ids import new_meeting_id
from parley.backend.sfu.fake import FakeCheckRoom
from parley.contracts.checks import AgentSupply, CheckPart, ConnectionCheck
from tests.unit.backend.house import API_KEY, API_SECRET, SPEECH, House, open_house

pytestmark = pytest.mark.unit


async def opened(house: House) -> ConnectionCheck:
    answer = await house.http.post("/api/checks")
    assert answer.status_code == 201, answer.text
    return ConnectionCheck.model_validate_json(answer.content)


async def supply(house: House, check: ConnectionCheck) -> str:
    answer = await house.http.get(f"/api/checks/{check.check_id}/agent")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["supply"])


async def test_every_part_gets_a_token_for_the_room_of_this_check_alone(house: House) -> None:
    check = await opened(house)
    assert house.sfu.check_rooms == {check.check_id: FakeCheckRoom(len(CheckPart), EMPTY_FOR_S)}
    tokens = check.tokens.model_dump()
    assert set(tokens) == set(CheckPart)
    for part, token in tokens.items():
        claims = api.TokenVerifier(API_KEY, API_SECRET).verify(token)
        assert (claims.identity, claims.video.room if claims.video else None) == (part, check.check_id)


async def test_no_meeting_is_named_as_a_check_is(house: House) -> None:
    made = await house.meet()
    assert expiry(made.meeting.meeting_id) is None
    assert all(expiry(new_meeting_id()) is None for _ in range(100))
    assert expiry(new_check_id(house.clock.now())) is not None


async def test_a_closed_check_has_no_room_and_may_be_closed_again(house: House) -> None:
    check, other = await opened(house), await opened(house)
    for _ in range(2):
        assert (await house.http.delete(f"/api/checks/{check.check_id}")).status_code == 204
    assert set(house.sfu.check_rooms) == {other.check_id}


async def test_closing_a_check_takes_no_meeting_down(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    for name in (meeting_id, "check-", "check-0000000000-", f"check-0000000000-{meeting_id}x"):
        for method, path in (("DELETE", f"/api/checks/{name}"), ("GET", f"/api/checks/{name}/agent")):
            answer = await house.http.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "check_not_found"), path
    assert meeting_id in house.sfu.by_name


async def test_a_sweep_takes_down_what_is_over_and_nothing_else(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    first = await opened(house)
    house.clock.advance(LIFE_S - 1)
    second = await opened(house)
    await house.services.checks.sweep()
    assert set(house.sfu.check_rooms) == {first.check_id, second.check_id}
    house.clock.advance(1)
    await house.services.checks.sweep()
    assert set(house.sfu.check_rooms) == {second.check_id}
    assert made.meeting.meeting_id in house.sfu.by_name


async def test_a_backend_that_is_started_again_clears_up_what_it_finds(house: House, tmp_path: Path) -> None:
    await opened(house)
    (tmp_path / "again").mkdir()
    async with open_house(tmp_path / "again") as again:
        again.sfu.check_rooms |= house.sfu.check_rooms
        again.clock.advance(LIFE_S + 1)
        await again.services.checks.sweep()
        assert again.sfu.check_rooms == {}


async def test_without_a_media_server_there_is_no_check(house: House) -> None:
    house.sfu.is_down = True
    answer = await house.http.post("/api/checks")
    assert (answer.status_code, answer.json()["code"]) == (503, "sfu_unavailable")


async def test_whether_an_agent_would_come_is_told_as_it_is(house: House) -> None:
    check = await opened(house)
    assert await supply(house, check) == "none"
    await house.report(engines=[SPEECH | {"is_ready": False, "problem": "It starts."}])
    assert await supply(house, check) == "broken"
    await house.report(max_jobs=0)
    assert await supply(house, check) == "full"
    await house.report()
    assert await supply(house, check) == "free"
    assert {one.value for one in AgentSupply} == {one.value for one in Supply}


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, checks_per_minute=2, checks_per_minute_in_all=3) as made:
        yield made


async def test_who_tests_too_often_waits(strict: House) -> None:
    statuses = [(await strict.http.post("/api/checks")).status_code for _ in range(3)]
    assert statuses == [201, 201, 429]
    assert len(strict.sfu.check_rooms) == 2

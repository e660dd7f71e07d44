"""Coming in, coming back, being put out, over HTTP."""

import pytest
from livekit import api

from parley.contracts.access import JoinResponse
from parley.contracts.room import AiState
from tests.unit.backend.house import API_KEY, API_SECRET, House, bearer

pytestmark = pytest.mark.unit


def claims_of(joined: JoinResponse) -> api.access_token.Claims:
    return api.TokenVerifier(API_KEY, API_SECRET).verify(joined.token)


async def test_each_join_is_somebody_new_even_under_the_same_name(house: House) -> None:
    made = await house.meet()
    first = await house.join(made.meeting.meeting_id, "Maria")
    second = await house.join(made.meeting.meeting_id, "Maria")
    assert first.identity != second.identity
    assert first.resume_secret != second.resume_secret
    assert claims_of(first).identity == first.identity
    assert claims_of(first).name == "Maria"
    assert first.sfu_url == "ws://127.0.0.1:7880"


async def test_joining_makes_the_room_and_starts_the_meeting(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    assert meeting_id not in house.sfu.by_name
    await house.join(meeting_id)
    meeting = (await house.http.get(f"/api/meetings/{meeting_id}")).json()
    assert meeting["state"] == "running"
    assert meeting["started_at"] is not None
    room = house.room(meeting_id)
    assert (room.meeting_id, room.captions_on, room.ai_state) == (meeting_id, True, AiState.UNAVAILABLE)


@pytest.mark.parametrize("name", ["a\u0000b", "Ann\u202eevil", "Ann\u2067", "Ann\nBen", "Ann\u0085x"])
async def test_a_name_that_could_turn_or_break_lines_is_refused_and_told_why(house: House, name: str) -> None:
    made = await house.meet()
    answer = await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/join", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["detail"].startswith("name: leave out control characters")


async def test_a_title_is_held_to_the_same(house: House) -> None:
    assert (await house.http.post("/api/meetings", json={"title": "Plan\u202e"})).status_code == 422


@pytest.mark.parametrize(
    "name", ["\u05d3\u05e0\u05d4\u200f 3", "Zoë \U0001f469\u200d\U0001f680", "O\u2019Neil"]
)
async def test_a_name_of_any_script_is_taken(house: House, name: str) -> None:
    assert (await house.join((await house.meet()).meeting.meeting_id, name)).name == name


async def test_a_body_that_is_no_json_is_called_that(house: House) -> None:
    path = f"/api/meetings/{(await house.meet()).meeting.meeting_id}/join"
    headers = {"content-type": "application/json"}
    answer = await house.http.post(path, content=b"name=Ann", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (422, "The body is not JSON.")


async def test_markup_in_a_name_stays_the_text_it_is(house: House) -> None:
    made = await house.meet()
    name = "<img src=x onerror=alert(1)> & Söhne"
    joined = await house.join(made.meeting.meeting_id, name)
    assert joined.name == claims_of(joined).name == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
async def test_a_name_that_is_empty_or_too_long_is_refused_with_a_clear_sentence(
    house: House, name: str
) -> None:
    made = await house.meet()
    answer = await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/join", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["detail"].startswith("name: String should have at ")


async def test_a_viewer_may_only_watch(house: House) -> None:
    made = await house.meet()
    viewer = await house.join(made.meeting.meeting_id, role="viewer")
    video = claims_of(viewer).video
    assert video is not None
    assert (viewer.role, video.can_publish, video.can_publish_data) == ("viewer", False, False)


async def test_the_host_key_makes_a_host_and_a_wrong_or_foreign_one_nobody(house: House) -> None:
    made, other = await house.meet(), await house.meet()
    path = f"/api/meetings/{made.meeting.meeting_id}/join"
    assert (await house.join(made.meeting.meeting_id, host_key=made.host_key)).role == "host"
    for wrong in (other.host_key, "hk_wrong", ""):
        answer = await house.http.post(path, json={"name": "Eve", "role": "host", "host_key": wrong})
        assert (answer.status_code, answer.json()["code"]) == (403, "credential_invalid")
    without = await house.http.post(path, json={"name": "Eve", "role": "host"})
    assert (without.status_code, without.json()["code"]) == (401, "credential_missing")


async def test_who_resumes_is_the_same_person_with_a_fresh_token(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    joined = await house.join(meeting_id, "Maria", role="viewer")
    house.clock.advance(100)
    answer = await house.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": joined.resume_secret}
    )
    resumed = JoinResponse.model_validate_json(answer.content)
    assert (resumed.identity, resumed.name, resumed.role) == (joined.identity, "Maria", "viewer")
    assert resumed.expires_at > joined.expires_at


@pytest.mark.parametrize("secret", ["rs_wrong", "", "hk_x", "😀"])
async def test_nobody_resumes_with_a_secret_that_is_not_theirs(house: House, secret: str) -> None:
    made = await house.meet()
    path = f"/api/meetings/{made.meeting.meeting_id}/resume"
    answer = await house.http.post(path, json={"resume_secret": secret})
    assert (answer.status_code, answer.json()["code"]) == (403, "credential_invalid")


async def test_a_resume_secret_is_good_for_its_own_meeting_alone(house: House) -> None:
    made, other = await house.meet(), await house.meet()
    joined = await house.join(made.meeting.meeting_id)
    answer = await house.http.post(
        f"/api/meetings/{other.meeting.meeting_id}/resume", json={"resume_secret": joined.resume_secret}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "credential_invalid")


async def test_resuming_brings_a_room_back_that_the_sfu_forgot(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    joined = await house.join(meeting_id)
    house.sfu.restart()
    answer = await house.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": joined.resume_secret}
    )
    assert answer.status_code == 200
    assert house.room(meeting_id).meeting_id == meeting_id


async def test_the_reconciler_brings_a_forgotten_room_back_by_itself(house: House) -> None:
    made = await house.meet(captions_on=False, notes_on=False)
    await house.join(made.meeting.meeting_id)
    await house.reconcile()
    house.sfu.restart()
    await house.reconcile()
    assert house.room(made.meeting.meeting_id).ai_state is AiState.OFF


async def test_while_the_sfu_is_down_a_join_says_so_and_starts_nothing(house: House) -> None:
    made = await house.meet()
    house.sfu.is_down = True
    answer = await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/join", json={"name": "Maria"})
    assert (answer.status_code, answer.json()["code"]) == (503, "sfu_unavailable")
    meeting = await house.http.get(f"/api/meetings/{made.meeting.meeting_id}")
    assert meeting.json()["state"] == "waiting"


async def test_who_was_removed_stays_out_whatever_way_they_try(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    eve = await house.join(meeting_id, "Eve")
    path = f"/api/meetings/{meeting_id}/participants/{eve.identity}"
    for _ in range(2):  # again is as good as once
        assert (await house.http.delete(path, headers=bearer(made.host_key))).status_code == 204
    assert house.sfu.by_name[meeting_id].participants == {}

    resumed = await house.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": eve.resume_secret}
    )
    assert (resumed.status_code, resumed.json()["code"]) == (403, "participant_removed")
    read = await house.http.get(f"/api/meetings/{meeting_id}/transcript", headers=bearer(eve.resume_secret))
    assert (read.status_code, read.json()["code"]) == (403, "participant_removed")

    house.sfu.enter(meeting_id, eve.identity)  # with the token she still has
    assert (await house.webhook("participant_joined", meeting_id, eve.identity)).status_code == 204
    assert house.sfu.by_name[meeting_id].participants == {}
    house.sfu.enter(meeting_id, eve.identity)  # and once more, the webhook being lost
    await house.reconcile()
    assert house.sfu.by_name[meeting_id].participants == {}


async def test_only_people_of_this_meeting_can_be_removed(house: House) -> None:
    made, other = await house.meet(), await house.meet()
    stranger = await house.join(other.meeting.meeting_id)
    for identity in (stranger.identity, "p-nobody"):
        path = f"/api/meetings/{made.meeting.meeting_id}/participants/{identity}"
        answer = await house.http.delete(path, headers=bearer(made.host_key))
        assert (answer.status_code, answer.json()["code"]) == (404, "participant_not_found")
    assert stranger.identity in house.sfu.by_name[other.meeting.meeting_id].participants

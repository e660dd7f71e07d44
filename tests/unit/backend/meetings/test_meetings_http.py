"""Making, reading and commanding meetings, over HTTP."""

from pathlib import Path

import pytest

from parley.backend.app import create_app
from parley.contracts.room import AiState
from tests.unit.backend.house import House, bearer, open_house, settings

pytestmark = pytest.mark.unit


async def test_a_new_meeting_is_found_by_id_and_by_code_and_never_shows_its_host_key_again(
    house: House,
) -> None:
    made = await house.meet(title="  Planning  ", notes_on=False)
    assert made.meeting.title == "Planning"
    assert (made.meeting.captions_on, made.meeting.notes_on) == (True, False)
    by_id = await house.http.get(f"/api/meetings/{made.meeting.meeting_id}")
    by_code = await house.http.get(f"/api/codes/{made.meeting.code.upper()}")
    assert by_id.json() == by_code.json() == made.meeting.model_dump(mode="json")
    assert made.host_key not in by_id.text


@pytest.mark.parametrize("meeting_id", ["A" * 22, "short", "%00", "..%2f..", "x" * 300, "ü", "' OR 1=1 --"])
async def test_an_unknown_and_a_malformed_id_are_told_the_same(house: House, meeting_id: str) -> None:
    answers = [
        await house.http.get(f"/api/meetings/{meeting_id}"),
        await house.http.post(f"/api/meetings/{meeting_id}/join", json={"name": "Maria"}),
        await house.http.get(f"/api/meetings/{meeting_id}/notes", headers=bearer("hk_x")),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["detail"] for answer in answers if "meeting" in answer.json()["code"]} <= {
        "There is no such meeting. Check the link or the code."
    }


async def test_an_unknown_code_is_not_found_and_a_malformed_one_is_said_to_be_so(house: House) -> None:
    unknown = await house.http.get("/api/codes/abc-defg-hjk")
    malformed = await house.http.get("/api/codes/abc-defg-hij")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "meeting_not_found")
    assert (malformed.status_code, malformed.json()["code"]) == (400, "code_malformed")


async def test_guessing_codes_is_stopped_whatever_header_claims_another_address(tmp_path: Path) -> None:
    async with open_house(tmp_path, code_attempts_per_minute=5) as house:
        answers = [
            await house.http.get("/api/codes/abc-defg-hjk", headers={"x-forwarded-for": f"10.0.0.{turn}"})
            for turn in range(6)
        ]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert answers[-1].json()["code"] == "too_many_attempts"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61


async def test_guessing_by_everybody_together_is_stopped_too(tmp_path: Path) -> None:
    async with open_house(tmp_path, code_attempts_per_minute_in_all=2) as house:
        statuses = [(await house.http.get("/api/codes/nonsense")).status_code for _ in range(3)]
    assert statuses == [400, 400, 429]


async def test_making_meetings_is_limited_generously(tmp_path: Path) -> None:
    async with open_house(tmp_path, meetings_per_minute=3) as house:
        statuses = [(await house.http.post("/api/meetings", json={})).status_code for _ in range(4)]
    assert statuses == [201, 201, 201, 429]


async def test_a_host_turns_captions_and_notes_off_and_on_and_the_room_says_who_did(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    host = await house.join(meeting_id, "Ana <b>", host_key=made.host_key)
    await house.report()
    await house.reconcile()
    off = await house.http.patch(
        f"/api/meetings/{meeting_id}",
        json={"captions_on": False, "notes_on": False},
        headers=bearer(host.resume_secret),
    )
    await house.reconcile()
    assert (off.status_code, off.json()["captions_on"], off.json()["notes_on"]) == (200, False, False)
    room = house.room(meeting_id)
    assert (room.ai_state, room.changed_by, room.agent_identity) == (AiState.OFF, "Ana <b>", None)

    await house.http.patch(
        f"/api/meetings/{meeting_id}", json={"notes_on": True}, headers=bearer(made.host_key)
    )
    await house.reconcile()
    room = house.room(meeting_id)
    assert (room.ai_state, room.captions_on, room.notes_on) == (AiState.STARTING, False, True)


async def test_a_host_ends_the_meeting_for_all_and_for_good(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    ended = await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    again = await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    await house.reconcile()
    assert ended.json()["state"] == "ended"
    assert again.json() == ended.json()
    assert meeting_id not in house.sfu.by_name

    joined = await house.http.post(f"/api/meetings/{meeting_id}/join", json={"name": "Ben"})
    resumed = await house.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": person.resume_secret}
    )
    changed = await house.http.patch(
        f"/api/meetings/{meeting_id}", json={"notes_on": False}, headers=bearer(made.host_key)
    )
    for answer in (joined, resumed, changed):
        assert (answer.status_code, answer.json()["code"]) == (410, "meeting_ended")
    assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "ended"


async def test_a_meeting_ends_a_minute_after_the_last_person_left(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    await house.reconcile()
    house.clock.advance(600)
    await house.reconcile()
    house.sfu.leave(meeting_id, person.identity)
    assert (await house.webhook("participant_left", meeting_id, person.identity)).status_code == 204
    await house.services.reconciler.run_once()

    house.clock.advance(59)
    await house.reconcile()
    assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "running"
    house.clock.advance(1)
    await house.reconcile()
    assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "ended"


async def test_nobody_is_counted_as_gone_while_the_sfu_is_down(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    await house.join(meeting_id)
    await house.reconcile()
    house.sfu.is_down = True
    house.clock.advance(600)
    await house.reconcile()
    assert (await house.http.get(f"/api/meetings/{meeting_id}")).json()["state"] == "running"


async def test_the_agent_alone_keeps_no_meeting_running(house: House) -> None:
    made, person, dispatch = await house.captioned()
    house.sfu.leave(made.meeting.meeting_id, person.identity)
    await house.reconcile()
    for _ in range(31):
        house.clock.advance(2)
        await house.beat(dispatch)
        await house.report()
        await house.reconcile()
    assert (await house.beat(dispatch)).command == "leave"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"tilte": "x"}, "not permitted"),
        ({"captions_on": "perhaps"}, "boolean"),
        ([], "valid dictionary"),
    ],
)
async def test_a_bad_payload_is_told_in_one_sentence_without_being_echoed(
    house: House, body: object, says: str
) -> None:
    answer = await house.http.post("/api/meetings", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_request"
    assert says in answer.json()["detail"]
    assert "xxx" not in answer.text


async def test_every_problem_names_the_request(house: House) -> None:
    for path in ("/api/nothing", "/api/meetings/none", "/api/codes/x"):
        answer = await house.http.get(path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
    misspelt = await house.http.post("/api/meting", json={})
    assert (misspelt.status_code, misspelt.json()["code"]) == (404, "not_found")
    wrong_method = await house.http.post("/healthz")
    assert (wrong_method.status_code, wrong_method.json()["code"]) == (405, "invalid_request")


async def test_a_bug_is_answered_as_a_problem_and_told_nowhere_what_was_said(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def crash(_meeting_id: str) -> None:
        raise RuntimeError("words that were spoken")

    monkeypatch.setattr(house.services.meetings, "get", crash)
    answer = await house.http.get("/api/meetings/any")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    logged = "".join(capsys.readouterr())
    assert "request_crashed" in logged
    assert answer.json()["request_id"] in logged
    assert "words that were spoken" not in answer.text + logged


def test_an_application_needs_no_server_to_be_made(tmp_path: Path) -> None:
    assert create_app(settings(tmp_path)).title == "Parley"

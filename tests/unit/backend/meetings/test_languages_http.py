"""Languages and the other settings of captions: of the meeting, of each person, and what the room is told."""

from typing import Any

import pytest
from livekit import api

from parley.backend.meetings.languages import LanguageUnknown, known_language
from parley.contracts.access import JoinResponse
from tests.unit.backend.house import API_KEY, API_SECRET, House, bearer

pytestmark = pytest.mark.unit

LANGUAGE = "parley.language"


def attributes_of(joined: JoinResponse) -> dict[str, str]:
    return dict(api.TokenVerifier(API_KEY, API_SECRET).verify(joined.token).attributes or {})


def attributes_in_room(house: House, joined: JoinResponse) -> dict[str, str]:
    return house.sfu.by_name[joined.meeting_id].participants[joined.identity].attributes


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("en", "en"),
        ("pt-br", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("eng", "en"),
        ("yue", "yue"),
        ("tl", "tl"),
        ("haw", "haw"),
        (None, None),
    ],
)
def test_a_tag_of_a_language_is_kept_as_it_is_usually_written(tag: str | None, known: str | None) -> None:
    assert known_language(tag) == known


@pytest.mark.parametrize(
    "tag",
    ["xx", "qqq", "qaa-DE", "und", "mul", "mis", "zxx", "en-xyzzy-12", "en-US-US", "aa-aaaaaaaa"],
)
def test_a_tag_of_no_language_is_refused(tag: str) -> None:
    with pytest.raises(LanguageUnknown):
        known_language(tag)


async def test_a_meeting_is_made_with_its_settings_and_without_any_has_the_usual_ones(house: House) -> None:
    plain = (await house.meet()).meeting
    assert (plain.language, plain.profanity, plain.speech_engine) == (None, "keep", "auto")
    chosen = (await house.meet(language="de-at", profanity="mask", speech_engine="local")).meeting
    assert (chosen.language, chosen.profanity, chosen.speech_engine) == ("de-AT", "mask", "local")
    read = await house.http.get(f"/api/meetings/{chosen.meeting_id}")
    assert read.json() == chosen.model_dump(mode="json")


async def test_a_host_changes_the_settings_and_the_room_is_told_at_once(house: House) -> None:
    made, _, _ = await house.captioned()
    meeting_id = made.meeting.meeting_id
    room = house.room(meeting_id)
    assert (room.language, room.profanity, room.speech_engine) == (None, "keep", "auto")
    house.services.poked.clear()
    answer = await house.http.patch(
        f"/api/meetings/{meeting_id}",
        json={"language": "fr", "profanity": "mask", "speech_engine": "local"},
        headers=bearer(made.host_key),
    )
    assert answer.status_code == 200
    assert house.services.poked.is_set()
    await house.reconcile()
    room = house.room(meeting_id)
    assert (room.language, room.profanity, room.speech_engine) == ("fr", "mask", "local")
    assert (room.changed_by, room.ai_state) == ("", "live")


async def test_what_a_host_does_not_name_stays_and_a_language_named_as_null_goes(house: House) -> None:
    made = await house.meet(language="fr", profanity="mask", speech_engine="local")
    path, headers = f"/api/meetings/{made.meeting.meeting_id}", bearer(made.host_key)
    same = (await house.http.patch(path, json={"captions_on": False}, headers=headers)).json()
    assert (same["language"], same["profanity"], same["speech_engine"]) == ("fr", "mask", "local")
    gone = (await house.http.patch(path, json={"language": None}, headers=headers)).json()
    assert (gone["language"], gone["profanity"]) == (None, "mask")


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [
        ("xx", 400, "language_unknown"),
        ("qqq", 400, "language_unknown"),
        ("German", 422, "invalid_request"),
        ("e", 422, "invalid_request"),
        ("en_US", 422, "invalid_request"),
        ("<b>", 422, "invalid_request"),
        ("en-" + "a" * 40, 422, "invalid_request"),
        ("", 422, "invalid_request"),
    ],
)
async def test_a_language_there_is_not_is_refused_wherever_it_is_named(
    house: House, tag: str, status: int, code: str
) -> None:
    made, maria, _ = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    calls: list[tuple[str, str, dict[str, Any], str]] = [
        ("POST", "/api/meetings", {}, ""),
        ("PATCH", path, {}, made.host_key),
        ("POST", f"{path}/join", {"name": "Ben"}, ""),
        ("PATCH", f"{path}/me", {}, maria.resume_secret),
    ]
    for method, address, body, credential in calls:
        headers = bearer(credential) if credential else {}
        answer = await house.http.request(method, address, json=body | {"language": tag}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (method, address)
        assert status == 422 or "BCP 47" in answer.json()["detail"]
    assert (await house.http.get(path)).json()["language"] is None
    assert len(house.sfu.by_name[made.meeting.meeting_id].participants) == 2


async def test_who_says_what_they_speak_bears_it_in_the_room_and_after_resuming(house: House) -> None:
    made = await house.meet(language="en")
    meeting_id = made.meeting.meeting_id
    silent = await house.join(meeting_id)
    assert attributes_of(silent) == {"parley.role": "participant"}
    zoe = await house.join(meeting_id, "Zoë", language="pt-br", role="viewer")
    assert attributes_of(zoe) == {"parley.role": "viewer", LANGUAGE: "pt-BR"}
    answer = await house.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": zoe.resume_secret}
    )
    assert attributes_of(JoinResponse.model_validate_json(answer.content)) == attributes_of(zoe)


@pytest.mark.parametrize("role", ["viewer", "participant", "host"])
async def test_a_person_changes_what_they_speak_and_takes_it_back(house: House, role: str) -> None:
    made = await house.meet()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    key = {"host_key": made.host_key} if role == "host" else {}
    person = await house.join(made.meeting.meeting_id, role=role, **key)
    await house.reconcile()
    headers = bearer(person.resume_secret)
    for language, expected in (("de", {LANGUAGE: "de"}), ("fr-ca", {LANGUAGE: "fr-CA"}), (None, {})):
        answer = await house.http.patch(f"{path}/me", json={"language": language}, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert attributes_in_room(house, person) == {"parley.role": role} | expected
        resumed = await house.http.post(f"{path}/resume", json={"resume_secret": person.resume_secret})
        told = attributes_of(JoinResponse.model_validate_json(resumed.content))
        assert told == {"parley.role": role} | expected


async def test_who_is_not_in_the_room_bears_it_when_they_come_whatever_their_token_says(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id, language="en")
    house.sfu.leave(meeting_id, person.identity)
    answer = await house.http.patch(
        f"/api/meetings/{meeting_id}/me", json={"language": "de"}, headers=bearer(person.resume_secret)
    )
    assert answer.status_code == 204
    house.enter(person)  # with the token they had
    await house.reconcile()
    assert attributes_in_room(house, person)[LANGUAGE] == "de"


async def test_what_the_sfu_did_not_take_is_told_when_it_is_up_again(house: House) -> None:
    made = await house.meet()
    person = await house.join(made.meeting.meeting_id)
    path = f"/api/meetings/{made.meeting.meeting_id}/me"
    house.sfu.is_down = True
    answer = await house.http.patch(path, json={"language": "de"}, headers=bearer(person.resume_secret))
    assert answer.status_code == 204
    house.sfu.is_down = False
    await house.reconcile()
    assert attributes_in_room(house, person)[LANGUAGE] == "de"


async def test_the_host_key_is_nobody_who_speaks(house: House) -> None:
    made = await house.meet()
    person = await house.join(made.meeting.meeting_id)
    path = f"/api/meetings/{made.meeting.meeting_id}/me"
    by_key = await house.http.patch(path, json={"language": "de"}, headers=bearer(made.host_key))
    assert (by_key.status_code, by_key.json()["code"]) == (403, "not_allowed")
    assert "resume secret" in by_key.json()["detail"]
    by_nobody = await house.http.patch(path, json={"language": "de"})
    assert (by_nobody.status_code, by_nobody.json()["code"]) == (401, "credential_missing")
    assert LANGUAGE not in attributes_in_room(house, person)


async def test_after_the_end_nobody_changes_what_they_speak(house: House) -> None:
    made, person, _ = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    await house.http.post(f"{path}/end", headers=bearer(made.host_key))
    answer = await house.http.patch(
        f"{path}/me", json={"language": "de"}, headers=bearer(person.resume_secret)
    )
    assert (answer.status_code, answer.json()["code"]) == (410, "meeting_ended")

"""What people read: their choice, what the room is told of it, and translations as they are stored."""

import pytest

from parley.contracts.captions import Transcript
from parley.contracts.ingest import BACKLOG_SEGMENTS, Backlog
from tests.unit.backend.house import SERVICE_TOKEN, SPEECH, House, bearer, segment, translation
from tests.unit.backend.meetings.test_languages_http import attributes_in_room, attributes_of

pytestmark = pytest.mark.unit

READING = "parley.reading_language"
PAIR = {"source": "en", "target": "es", "is_draft": True, "pivot": None}
APERTIUM = {
    "kind": "translation",
    "name": "apertium",
    "is_ready": True,
    "languages": [],
    "pairs": [PAIR],
    "problem": None,
}


async def read(house: House, meeting_id: str, credential: str, language: str | None = None) -> Transcript:
    answer = await house.http.get(
        f"/api/meetings/{meeting_id}/transcript",
        params={} if language is None else {"language": language},
        headers=bearer(credential),
    )
    assert answer.status_code == 200, answer.text
    return Transcript.model_validate_json(answer.content)


async def test_what_somebody_reads_is_in_their_token_and_what_they_speak_stays_apart(house: House) -> None:
    made = await house.meet()
    joined = await house.join(made.meeting.meeting_id, language="en", reading_language="pt-br")
    assert attributes_of(joined)[READING] == "pt-BR"
    assert attributes_of(joined)["parley.language"] == "en"
    plain = await house.join(made.meeting.meeting_id, "Ben")
    assert READING not in attributes_of(plain)


async def test_who_changes_what_they_read_keeps_what_they_speak_and_the_room_knows_at_once(
    house: House,
) -> None:
    made, maria, _ = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}/me"
    for body in ({"language": "de"}, {"reading_language": "es"}, {"reading_language": "ca"}, {}):
        answer = await house.http.patch(path, json=body, headers=bearer(maria.resume_secret))
        assert answer.status_code == 204, answer.text
    in_room = attributes_in_room(house, maria)
    assert (in_room["parley.language"], in_room[READING]) == ("de", "ca")
    await house.http.patch(path, json={"reading_language": None}, headers=bearer(maria.resume_secret))
    assert READING not in attributes_in_room(house, maria)
    assert attributes_in_room(house, maria)["parley.language"] == "de"


async def test_a_choice_that_the_sfu_did_not_take_is_told_to_it_later(house: House) -> None:
    made, maria, _ = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}/me"
    house.sfu.is_down = True
    answer = await house.http.patch(
        path, json={"reading_language": "es"}, headers=bearer(maria.resume_secret)
    )
    assert answer.status_code == 204
    house.sfu.is_down = False
    await house.reconcile()
    assert attributes_in_room(house, maria)[READING] == "es"


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [("xx", 400, "language_unknown"), ("Spanish", 422, "invalid_request"), ("", 422, "invalid_request")],
)
async def test_a_language_that_there_is_not_cannot_be_read(
    house: House, tag: str, status: int, code: str
) -> None:
    made, maria, _ = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    calls = [
        ("POST", f"{path}/join", {"name": "Ben", "reading_language": tag}, {}, ""),
        ("PATCH", f"{path}/me", {"reading_language": tag}, {}, maria.resume_secret),
        ("GET", f"{path}/transcript", None, {"language": tag}, maria.resume_secret),
    ]
    for method, address, body, query, credential in calls:
        answer = await house.http.request(
            method, address, json=body, params=query, headers=bearer(credential) if credential else {}
        )
        assert (answer.status_code, answer.json()["code"]) == (status, code), (method, address)


async def test_translations_come_with_the_transcript_in_its_order_all_or_of_one_language(
    house: House,
) -> None:
    made, maria, dispatch = await house.captioned()
    meeting_id = made.meeting.meeting_id
    answer = await house.send(
        dispatch,
        segment("seg-2", maria.identity, start_ms=5000, end_ms=6000),
        segment("seg-1", maria.identity),
        translation("seg-2"),
        translation("seg-1", language="ca", pivot="es"),
        translation("seg-1"),
        translation("seg-1"),
    )
    assert (answer.stored, answer.refused) == (6, [])
    everything = await read(house, meeting_id, maria.resume_secret)
    assert [(one.segment_id, one.language, one.pivot) for one in everything.translations] == [
        ("seg-1", "ca", "es"),
        ("seg-1", "es", None),
        ("seg-2", "es", None),
    ]
    spanish = await read(house, meeting_id, maria.resume_secret, "es")
    assert [one.text for one in spanish.translations] == ["palabras de seg-1", "palabras de seg-2"]
    assert [one.segment_id for one in spanish.segments] == ["seg-1", "seg-2"]
    assert (await read(house, meeting_id, maria.resume_secret, "de")).translations == []


async def test_a_translation_of_nothing_stored_and_one_that_changes_are_refused(house: House) -> None:
    made, maria, dispatch = await house.captioned()
    _, ben, other = await house.captioned()
    await house.send(other, segment("seg-other", ben.identity))
    answer = await house.send(
        dispatch,
        segment("seg-1", maria.identity),
        translation("seg-none"),
        translation("seg-other"),
        translation("seg-1"),
        translation("seg-1", text="otras palabras"),
    )
    assert [(one.index, one.code) for one in answer.refused] == [
        (1, "segment_not_found"),
        (2, "segment_not_found"),
        (4, "translation_conflict"),
    ]
    assert [one.text for one in (await house.transcript(made)).translations] == ["palabras de seg-1"]


async def test_pages_are_told_what_can_be_translated_each_pair_as_it_is_done_best(house: House) -> None:
    finer = APERTIUM | {"name": "opus-mt", "pairs": [PAIR | {"is_draft": False}, PAIR | {"target": "ca"}]}
    await house.report(engines=[SPEECH, APERTIUM])
    await house.report("w2", engines=[SPEECH, finer])
    config = (await house.http.get("/config.json")).json()
    assert config["translation_pairs"] == [PAIR | {"target": "ca"}, PAIR | {"is_draft": False}]
    assert config["caption_languages"] == ["en"]
    engines = (await house.http.get("/readyz")).json()["engines"]
    assert {one["name"]: len(one["pairs"]) for one in engines} == {"fake": 0, "apertium": 1, "opus-mt": 2}


async def test_an_agent_is_told_what_was_last_said_in_its_own_meeting_and_what_is_translated(
    house: House,
) -> None:
    _, maria, dispatch = await house.captioned()
    _, ben, other = await house.captioned()
    await house.send(other, segment("seg-other", ben.identity), translation("seg-other"))
    said = [
        segment(f"seg-{number}", maria.identity, start_ms=1000 * number, end_ms=1000 * number + 500)
        for number in range(BACKLOG_SEGMENTS + 2)
    ]
    await house.send(dispatch, *reversed(said[2:]))
    await house.send(dispatch, *said[:2], translation("seg-50"), translation("seg-0"))
    answer = await house.http.get(
        f"/api/ingest/leases/{dispatch.lease_id}/backlog", headers=bearer(SERVICE_TOKEN)
    )
    found = Backlog.model_validate_json(answer.content)
    assert [one.segment_id for one in found.segments] == [f"seg-{n}" for n in range(2, BACKLOG_SEGMENTS + 2)]
    assert [(one.segment_id, one.language) for one in found.translated] == [("seg-50", "es")]
    for headers, path, status in (
        ({}, dispatch.lease_id, 401),
        (bearer(maria.resume_secret), dispatch.lease_id, 401),
        (bearer(SERVICE_TOKEN), "none", 404),
    ):
        refused = await house.http.get(f"/api/ingest/leases/{path}/backlog", headers=headers)
        assert refused.status_code == status

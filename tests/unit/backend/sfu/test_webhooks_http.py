"""LiveKit's webhooks: believed when signed, whole and fresh; counted once."""

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from livekit import api

from tests.unit.backend.house import API_KEY, API_SECRET, House, bearer

pytestmark = pytest.mark.unit


def body(house: House, **changed: Any) -> str:
    now = int(house.clock.now().timestamp())
    event = {"event": "participant_joined", "id": "EV_x", "createdAt": str(now), "room": {"name": "none"}}
    return json.dumps(event | changed)


async def assert_refused(house: House, answer: Any) -> None:
    assert (answer.status_code, answer.json()["code"]) == (401, "webhook_invalid")
    assert not house.services.poked.is_set()


async def test_a_signed_webhook_wakes_the_reconciler_and_one_about_tracks_does_not(house: House) -> None:
    assert (await house.webhook("track_published", "none", "p-1")).status_code == 204
    assert not house.services.poked.is_set()
    assert (await house.webhook("participant_joined", "none", "p-1")).status_code == 204
    assert house.services.poked.is_set()


async def test_another_secret_or_key_signs_nothing(house: House) -> None:
    await assert_refused(house, await house.post_webhook(body(house), secret="x" * 40))
    await assert_refused(house, await house.post_webhook(body(house), key="another-key"))


async def test_a_body_that_was_changed_after_signing_is_refused(house: House) -> None:
    await assert_refused(house, await house.post_webhook(body(house, id="EV_y"), signed=body(house)))


async def test_an_old_event_is_refused_even_if_signed_now(house: House) -> None:
    stale = str(int(house.clock.now().timestamp()) - 301)
    await assert_refused(house, await house.post_webhook(body(house, createdAt=stale)))
    await assert_refused(house, await house.post_webhook(body(house, createdAt="0")))


async def test_an_event_without_an_id_could_be_replayed_and_is_refused(house: House) -> None:
    await assert_refused(house, await house.post_webhook(body(house, id="")))


async def test_what_is_no_webhook_is_refused(house: House) -> None:
    for nonsense in ("", "{}", "not json", "[]", '{"event": 7}'):
        await assert_refused(house, await house.post_webhook(nonsense))


@pytest.mark.parametrize("authorization", [None, "", "Bearer ", "a.b.c", "Bearer hk_x"])
async def test_an_unsigned_webhook_is_refused(house: House, authorization: str | None) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    await assert_refused(
        house, await house.http.post("/api/sfu/webhook", content=body(house), headers=headers)
    )


async def test_an_expired_signature_and_a_join_token_are_refused(house: House) -> None:
    text = body(house)
    digest = b64encode(sha256(text.encode()).digest()).decode()
    expired = (
        api.AccessToken(API_KEY, API_SECRET).with_sha256(digest).with_ttl(timedelta(seconds=-60)).to_jwt()
    )
    made = await house.meet()
    joined = await house.join(made.meeting.meeting_id)
    house.services.poked.clear()
    for token in (expired, joined.token):
        await assert_refused(
            house, await house.http.post("/api/sfu/webhook", content=text, headers={"authorization": token})
        )


async def test_bytes_that_are_no_text_are_refused(house: House) -> None:
    answer = await house.http.post(
        "/api/sfu/webhook", content=b"\xff\xfe", headers={"authorization": "Bearer x"}
    )
    await assert_refused(house, answer)


async def test_a_replayed_event_changes_nothing(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    eve = await house.join(meeting_id, "Eve")
    path = f"/api/meetings/{meeting_id}/participants/{eve.identity}"
    await house.http.delete(path, headers=bearer(made.host_key))
    event = body(house, room={"name": meeting_id}, participant={"identity": eve.identity})
    assert (await house.post_webhook(event)).status_code == 204
    house.services.poked.clear()
    house.sfu.enter(meeting_id, eve.identity)
    assert (await house.post_webhook(event)).status_code == 204
    assert not house.services.poked.is_set()
    assert eve.identity in house.sfu.by_name[meeting_id].participants

"""The backend beside a real livekit-server: tokens, rooms, webhooks and faults as they really are."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from livekit import api, rtc
from pydantic import SecretStr

from parley.backend.app import create_app
from parley.backend.settings import Settings
from parley.contracts.access import JoinResponse
from parley.contracts.meetings import MeetingCreated
from tests.integration.livekit_server import LiveKitServer

pytestmark = pytest.mark.integration

SERVICE_TOKEN = "token-of-tests-" + "t" * 32
WITHIN_S = 10.0
PUT_OUT_WITHIN_S = 5.0
REFUSED_WITHIN_S = 1.5  # the SDK waits 10 s for a track that the SFU drops in silence


class Backend:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def meet(self, **wish: object) -> MeetingCreated:
        return MeetingCreated.model_validate_json((await self.http.post("/api/meetings", json=wish)).content)

    async def join(self, meeting_id: str, **request: object) -> JoinResponse:
        answer = await self.http.post(f"/api/meetings/{meeting_id}/join", json={"name": "Maria"} | request)
        assert answer.status_code == 200, answer.text
        return JoinResponse.model_validate_json(answer.content)

    async def report_worker(self) -> None:
        engine = {
            "kind": "speech_to_text",
            "name": "fake",
            "is_ready": True,
            "languages": ["en"],
            "problem": None,
        }
        await self.http.post(
            "/api/ingest/workers/w1/report",
            json={"active_jobs": 0, "max_jobs": 1, "engines": [engine]},
            headers={"authorization": f"Bearer {SERVICE_TOKEN}"},
        )


@pytest.fixture
async def backend(livekit: LiveKitServer, tmp_path: Path) -> AsyncIterator[Backend]:
    """Served over a real port, so that livekit-server's webhooks reach it."""
    settings = Settings(
        port=livekit.webhook_port,
        database_url=f"sqlite+aiosqlite:///{tmp_path}/parley.db",
        sfu_url=livekit.url,
        sfu_public_url=livekit.ws_url,
        sfu_api_key=livekit.api_key,
        sfu_api_secret=SecretStr(livekit.api_secret),
        service_token=SecretStr(SERVICE_TOKEN),
    )
    config = uvicorn.Config(
        create_app(settings), port=settings.port, log_config=None, ws="none", lifespan="on"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}", timeout=10) as http:
        await until(lambda: _is_true(server.started))
        yield Backend(http)
    server.should_exit = True
    await serving


async def _is_true(value: bool) -> bool:
    return value


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await holds():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.02)


@asynccontextmanager
async def entered(joined: JoinResponse) -> AsyncIterator[rtc.Room]:
    room = rtc.Room()
    await room.connect(joined.sfu_url, joined.token)
    try:
        yield room
    finally:
        await room.disconnect()


async def refusal(livekit: LiveKitServer, token: str) -> int:
    """What the SFU answers a client that asks whether this token lets it in."""
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{livekit.url}/rtc/validate", params={"access_token": token})
    return answer.status_code


async def is_absent(livekit: LiveKitServer, meeting_id: str, identity: str) -> bool:
    async with api.LiveKitAPI(livekit.url, livekit.api_key, livekit.api_secret) as sfu:
        found = await sfu.room.list_participants(api.ListParticipantsRequest(room=meeting_id))
    return identity not in {one.identity for one in found.participants}


def is_gone(room: rtc.Room) -> Callable[[], Awaitable[bool]]:
    return lambda: _is_true(not room.isconnected())


async def test_a_person_gets_in_as_who_the_backend_says_they_are(backend: Backend) -> None:
    made = await backend.meet(captions_on=False, notes_on=False)
    joined = await backend.join(made.meeting.meeting_id, name="<b>Zoë</b>")
    async with entered(joined) as room:
        assert room.name == made.meeting.meeting_id
        me = room.local_participant
        assert (me.identity, me.name) == (joined.identity, "<b>Zoë</b>")
        assert me.attributes == {"parley.role": "participant"}
        metadata = json.loads(room.metadata)
        assert (metadata["type"], metadata["ai_state"]) == ("parley.room", "off")


async def test_a_viewer_can_publish_nothing_and_nobody_can_change_who_they_are(
    backend: Backend, livekit: LiveKitServer
) -> None:
    made = await backend.meet()
    joined = await backend.join(made.meeting.meeting_id, role="viewer")
    async with entered(joined) as room:
        track = rtc.LocalAudioTrack.create_audio_track("voice", rtc.AudioSource(48000, 1))
        with pytest.raises((TimeoutError, rtc.participant.PublishTrackError)):
            await asyncio.wait_for(room.local_participant.publish_track(track), REFUSED_WITHIN_S)
        await room.local_participant.set_attributes(
            {"parley.role": "host"}
        )  # the SDK takes no notice of a no
        async with api.LiveKitAPI(livekit.url, livekit.api_key, livekit.api_secret) as sfu:
            found = await sfu.room.list_participants(api.ListParticipantsRequest(room=joined.meeting_id))
        (me,) = found.participants
        assert (list(me.tracks), dict(me.attributes)) == ([], {"parley.role": "viewer"})


async def test_the_sfu_refuses_tokens_that_are_expired_forged_or_for_a_room_that_is_not(
    backend: Backend, livekit: LiveKitServer
) -> None:
    made = await backend.meet()
    meeting_id = made.meeting.meeting_id
    joined = await backend.join(meeting_id)
    assert await refusal(livekit, joined.token) == 200

    def token(secret: str, room: str, ttl_s: int) -> str:
        grants = api.VideoGrants(room_join=True, room=room)
        minted = api.AccessToken(livekit.api_key, secret).with_identity("p-eve").with_grants(grants)
        return minted.with_ttl(timedelta(seconds=ttl_s)).to_jwt()

    head, body, signature = joined.token.split(".")
    other_room = token("forged-" + "x" * 32, meeting_id, 300).split(".")[1]
    assert await refusal(livekit, token(livekit.api_secret, meeting_id, -120)) == 401
    assert await refusal(livekit, token("forged-" + "x" * 32, meeting_id, 300)) == 401
    assert await refusal(livekit, f"{head}.{other_room}.{signature}") == 401
    assert await refusal(livekit, f"{head}.{body}.") == 401
    assert await refusal(livekit, token(livekit.api_secret, "no-such-room", 300)) == 404


async def test_a_token_leads_into_its_own_room_whatever_room_is_asked_for(
    backend: Backend, livekit: LiveKitServer
) -> None:
    mine, theirs = await backend.meet(), await backend.meet()
    await backend.join(theirs.meeting.meeting_id)
    joined = await backend.join(mine.meeting.meeting_id)
    async with httpx.AsyncClient() as http:
        answer = await http.get(
            f"{livekit.url}/rtc/validate",
            params={"access_token": joined.token, "room": theirs.meeting.meeting_id},
        )
    async with entered(joined) as room:
        assert room.name == mine.meeting.meeting_id
        async with api.LiveKitAPI(livekit.url, livekit.api_key, livekit.api_secret) as sfu:
            found = await sfu.room.list_participants(
                api.ListParticipantsRequest(room=theirs.meeting.meeting_id)
            )
        assert (answer.status_code, list(found.participants)) == (200, [])


async def test_the_room_hears_of_a_host_command_at_once(backend: Backend) -> None:
    made = await backend.meet()
    host = await backend.join(made.meeting.meeting_id, name="Ana", host_key=made.host_key)
    async with entered(host) as room:
        answer = await backend.http.patch(
            f"/api/meetings/{made.meeting.meeting_id}",
            json={"captions_on": False, "notes_on": False},
            headers={"authorization": f"Bearer {host.resume_secret}"},
        )
        assert answer.status_code == 200
        await until(lambda: _is_true(json.loads(room.metadata)["ai_state"] == "off"))
        assert json.loads(room.metadata)["changed_by"] == "Ana"


async def test_the_room_hears_at_once_which_language_somebody_speaks(backend: Backend) -> None:
    made = await backend.meet(captions_on=False, notes_on=False)
    meeting_id = made.meeting.meeting_id
    watcher = await backend.join(meeting_id, role="viewer")
    speaker = await backend.join(meeting_id, name="Zoë", language="pt-br")
    async with entered(watcher) as room, entered(speaker) as their_room:
        await until(lambda: _is_true(speaker.identity in room.remote_participants))
        shown = room.remote_participants[speaker.identity]
        assert shown.attributes == {"parley.role": "participant", "parley.language": "pt-BR"}
        for language in ("de", None):
            answer = await backend.http.patch(
                f"/api/meetings/{meeting_id}/me",
                json={"language": language},
                headers={"authorization": f"Bearer {speaker.resume_secret}"},
            )
            assert answer.status_code == 204
            # What takes an attribute away arrives as an empty text: both mean that there is none.
            await until(lambda: _is_true((shown.attributes.get("parley.language") or None) == language))  # noqa: B023
        me = their_room.local_participant
        assert (me.identity, me.name, me.attributes.get("parley.role")) == (
            speaker.identity,
            "Zoë",
            "participant",
        )


async def test_ending_the_meeting_disconnects_everybody(backend: Backend) -> None:
    made = await backend.meet()
    joined = await backend.join(made.meeting.meeting_id)
    async with entered(joined) as room:
        await backend.http.post(
            f"/api/meetings/{made.meeting.meeting_id}/end",
            headers={"authorization": f"Bearer {made.host_key}"},
        )
        await until(is_gone(room))


async def test_who_was_removed_is_put_out_again_on_coming_back_with_the_old_token(
    backend: Backend, livekit: LiveKitServer
) -> None:
    made = await backend.meet()
    meeting_id = made.meeting.meeting_id
    joined = await backend.join(meeting_id)
    async with entered(joined) as room:
        removed = await backend.http.delete(
            f"/api/meetings/{meeting_id}/participants/{joined.identity}",
            headers={"authorization": f"Bearer {made.host_key}"},
        )
        assert removed.status_code == 204
        await until(is_gone(room))
    assert await refusal(livekit, joined.token) == 200  # LiveKit cannot revoke it
    # Put out so fast that the client may not even finish coming in; it then tries for a minute.
    with suppress(rtc.ConnectError, TimeoutError):
        async with asyncio.timeout(PUT_OUT_WITHIN_S), entered(joined) as room:
            await until(is_gone(room))
    await until(lambda: is_absent(livekit, meeting_id, joined.identity))


async def test_a_dispatch_without_a_worker_is_given_up_and_made_anew(backend: Backend) -> None:
    made = await backend.meet()
    joined = await backend.join(made.meeting.meeting_id)
    async with entered(joined) as room:
        agents: list[str] = []

        async def second_agent_is_named() -> bool:
            await backend.report_worker()
            agent = json.loads(room.metadata)["agent_identity"]
            if agent and agent not in agents:
                agents.append(agent)
            return len(agents) == 2

        await until(second_agent_is_named)
        assert json.loads(room.metadata)["ai_state"] == "restarting"


async def test_after_a_restart_of_the_sfu_people_come_back_to_their_room_as_themselves(
    backend: Backend, livekit: LiveKitServer
) -> None:
    made = await backend.meet(captions_on=False, notes_on=False)
    meeting_id = made.meeting.meeting_id
    joined = await backend.join(meeting_id)
    livekit.stop()
    down = await backend.http.get("/readyz")
    refused = await backend.http.post(f"/api/meetings/{meeting_id}/join", json={"name": "Ben"})
    livekit.start()
    assert (down.status_code, refused.status_code) == (503, 503)
    answer = await backend.http.post(
        f"/api/meetings/{meeting_id}/resume", json={"resume_secret": joined.resume_secret}
    )
    resumed = JoinResponse.model_validate_json(answer.content)
    assert resumed.identity == joined.identity
    async with entered(resumed) as room:
        assert room.local_participant.identity == joined.identity
        assert json.loads(room.metadata)["meeting_id"] == meeting_id

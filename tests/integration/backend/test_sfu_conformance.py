"""The SFU in memory behaves as the real one does, wherever the backend relies on it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from livekit import api, rtc

from parley.backend.checks.names import new_check_id
from parley.backend.meetings.ids import new_meeting_id
from parley.backend.sfu.fake import FakeSfu
from parley.backend.sfu.livekit import LiveKitSfu
from parley.backend.sfu.port import RoomMissing, Sfu, SfuDown
from parley.contracts.captions import ProfanityPolicy
from parley.contracts.ids import LeaseId, MeetingId, ParticipantIdentity
from parley.contracts.ingest import AgentDispatch
from parley.contracts.meetings import SpeechEngineWish
from parley.contracts.room import AiState, RoomMetadata
from tests.integration.livekit_server import LiveKitServer, free_port

pytestmark = pytest.mark.integration


@pytest.fixture(params=["fake", "livekit"])
async def sfu(request: pytest.FixtureRequest, livekit: LiveKitServer) -> AsyncIterator[Sfu]:
    made: Sfu = FakeSfu()
    if request.param == "livekit":
        made = LiveKitSfu(livekit.url, livekit.api_key, livekit.api_secret, room_timeout_s=90)
    yield made
    await made.close()


def metadata(meeting_id: MeetingId, ai_state: AiState = AiState.OFF) -> RoomMetadata:
    return RoomMetadata(
        type="parley.room",
        meeting_id=meeting_id,
        agent_identity=None,
        ai_state=ai_state,
        captions_on=False,
        notes_on=False,
        changed_by="Zoë",
        language=None,
        profanity=ProfanityPolicy.KEEP,
        speech_engine=SpeechEngineWish.AUTO,
        live_engine=None,
        is_fallback=False,
        is_behind=False,
    )


def dispatch(meeting_id: MeetingId) -> AgentDispatch:
    return AgentDispatch(
        type="parley.dispatch",
        meeting_id=meeting_id,
        lease_id=LeaseId("lease"),
        agent_identity=ParticipantIdentity("agent-1"),
    )


async def test_a_room_is_there_from_its_making_to_its_end(sfu: Sfu) -> None:
    meeting_id = new_meeting_id()
    assert meeting_id not in await sfu.rooms()
    assert await sfu.ensure_room(metadata(meeting_id)) is True
    assert await sfu.ensure_room(metadata(meeting_id, AiState.LIVE)) is False
    assert meeting_id in await sfu.rooms()
    assert await sfu.participants(meeting_id) == []
    await sfu.write_metadata(metadata(meeting_id, AiState.STARTING))
    await sfu.delete_room(meeting_id)
    assert meeting_id not in await sfu.rooms()


async def test_a_room_for_a_check_is_there_until_it_is_taken_down(sfu: Sfu) -> None:
    check_id = new_check_id(datetime.now(UTC))
    await sfu.make_check_room(check_id, people_max=5, empty_for_s=20)
    assert check_id in await sfu.rooms()
    for _ in range(2):
        await sfu.delete_room(check_id)
        assert check_id not in await sfu.rooms()


async def test_what_is_not_there_can_be_neither_told_nor_sent_an_agent(sfu: Sfu) -> None:
    meeting_id = new_meeting_id()
    with pytest.raises(RoomMissing):
        await sfu.write_metadata(metadata(meeting_id))
    with pytest.raises(RoomMissing):
        await sfu.dispatch(dispatch(meeting_id))
    assert meeting_id not in await sfu.rooms()


async def test_to_take_away_what_is_not_there_is_no_error(sfu: Sfu) -> None:
    meeting_id = new_meeting_id()
    for _ in range(2):
        await sfu.delete_room(meeting_id)
        await sfu.remove(meeting_id, "p-nobody")
        await sfu.withdraw_dispatch(meeting_id, "AD_none")
        await sfu.set_attributes(meeting_id, "p-nobody", {"parley.language": "de"})
        assert await sfu.participants(meeting_id) == []
        await sfu.ensure_room(metadata(meeting_id))


async def test_attributes_of_somebody_change_one_by_one_and_an_empty_text_takes_one_away(
    sfu: Sfu, livekit: LiveKitServer
) -> None:
    meeting_id = new_meeting_id()
    await sfu.ensure_room(metadata(meeting_id))
    async with inside(sfu, livekit, meeting_id, {"parley.role": "viewer", "parley.language": "en"}):
        expected = {"parley.role": "viewer", "parley.language": "en"}
        for language in ("de", "fr", "", ""):
            (person,) = await sfu.participants(meeting_id)
            assert (person.identity, person.is_agent, person.attributes) == ("p-1", False, expected)
            await sfu.set_attributes(meeting_id, "p-1", {"parley.language": language})
            expected = {"parley.role": "viewer"} | ({"parley.language": language} if language else {})
        (person,) = await sfu.participants(meeting_id)
        assert person.attributes == expected
    await sfu.set_attributes(meeting_id, "p-1", {"parley.language": "de"})  # gone meanwhile


@asynccontextmanager
async def inside(
    sfu: Sfu, livekit: LiveKitServer, meeting_id: MeetingId, attributes: dict[str, str]
) -> AsyncIterator[None]:
    """Somebody is in the room, with a token that gives them these attributes."""
    if isinstance(sfu, FakeSfu):
        sfu.enter(meeting_id, "p-1", attributes=attributes)
        yield
        sfu.leave(meeting_id, "p-1")
        return
    token = api.AccessToken(livekit.api_key, livekit.api_secret).with_identity("p-1")
    token = token.with_attributes(attributes).with_grants(api.VideoGrants(room_join=True, room=meeting_id))
    room = rtc.Room()
    await room.connect(livekit.ws_url, token.to_jwt())
    yield
    await room.disconnect()


async def test_a_dispatch_succeeds_though_there_is_no_worker_and_each_is_another(sfu: Sfu) -> None:
    meeting_id = new_meeting_id()
    await sfu.ensure_room(metadata(meeting_id))
    first, second = await sfu.dispatch(dispatch(meeting_id)), await sfu.dispatch(dispatch(meeting_id))
    assert first != second
    await sfu.withdraw_dispatch(meeting_id, first)


async def test_a_server_that_is_not_there_or_refuses_the_key_is_down(livekit: LiveKitServer) -> None:
    for url, secret in ((f"http://127.0.0.1:{free_port()}", livekit.api_secret), (livekit.url, "x" * 40)):
        sfu = LiveKitSfu(url, livekit.api_key, secret, room_timeout_s=90)
        with pytest.raises(SfuDown):
            await sfu.check()
        with pytest.raises(SfuDown):
            await sfu.participants(new_meeting_id())
        await sfu.close()


@pytest.fixture
def something_else(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a server that is no LiveKit and has the same answer to everything."""
    status, body = request.param

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "something_else",
    [(404, b'{"code": "not_found", "msg": "no such page"}'), (200, b"<html>")],
    indirect=True,
)
async def test_a_server_that_is_no_livekit_is_down_and_not_without_rooms(something_else: str) -> None:
    sfu = LiveKitSfu(something_else, "key", "s" * 40, room_timeout_s=90)
    for call in (sfu.check(), sfu.rooms(), sfu.ensure_room(metadata(new_meeting_id()))):
        with pytest.raises(SfuDown):
            await call
    await sfu.close()

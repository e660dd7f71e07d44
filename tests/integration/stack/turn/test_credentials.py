"""Credentials that a real livekit-server signs, at a real coturn."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from livekit import api
from livekit.protocol.rtc import ICEServer, SignalResponse

from parley.stack.plan import TlsFiles
from parley.stack.turn.client import TurnClient, UdpLink
from parley.stack.turn.credentials import Login, sign
from parley.stack.turn.plan import CREDENTIAL_TTL_S, stun_servers
from tests.integration.livekit_server import LiveKitServer, running_livekit
from tests.integration.stack.turn.relay import LOOPBACK, SECRET, Relay, running_relay

pytestmark = pytest.mark.integration

ROOM = "room-of-relay"
LIFE_S = 2


@pytest.fixture(scope="module")
def sfu(relay: Relay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveKitServer]:
    """A livekit-server that is told of the relay as the stack tells it."""
    rtc = {"turn_servers": relay.plan.sfu_turn_servers, "stun_servers": stun_servers(relay.plan)}
    with running_livekit(tmp_path_factory.mktemp("sfu"), rtc) as server:
        yield server


async def ice_servers(sfu: LiveKitServer) -> list[ICEServer]:
    """What the SFU tells somebody who joins."""
    async with api.LiveKitAPI(sfu.url, sfu.api_key, sfu.api_secret) as admin:
        await admin.room.create_room(api.CreateRoomRequest(name=ROOM))
    grant = api.VideoGrants(room_join=True, room=ROOM)
    token = api.AccessToken(sfu.api_key, sfu.api_secret).with_identity("ann").with_grants(grant).to_jwt()
    async with (
        ClientSession() as http,
        http.ws_connect(f"{sfu.ws_url}/rtc", params={"access_token": token, "protocol": "15"}) as signal,
    ):
        first = SignalResponse.FromString(await signal.receive_bytes(timeout=10))
    return list(first.join.ice_servers)


def allocates(relay: Relay, login: Login) -> int:
    """0, or the relay's error."""
    with TurnClient(lambda: UdpLink(LOOPBACK, relay.plan.udp_port), login) as client:
        return client.allocate().error


class KeptLink(UdpLink):
    """A port that outlives its client, as one that the system gives to the next program does."""

    def close(self) -> None:
        """Stay."""

    def end(self) -> None:
        """Let go after all."""
        super().close()


def test_a_port_of_somebody_before_us_is_left_for_another(relay: Relay) -> None:
    host, port = LOOPBACK, relay.plan.udp_port
    good = sign(SECRET, "somebody-before", int(time.time()) + CREDENTIAL_TTL_S)
    link = KeptLink(host, port)
    before = TurnClient(lambda: link, good)
    assert before.allocate().is_success
    links = iter([link, UdpLink(host, port)])
    with TurnClient(lambda: next(links), sign(SECRET, "us", good.expires_at_s)) as client:
        assert client.allocate().is_success
    assert next(links, None) is None, "the first port was refused"
    before.refresh(lifetime_s=0)
    link.end()


async def test_who_joins_is_given_credentials_that_the_relay_takes(sfu: LiveKitServer, relay: Relay) -> None:
    before_s = int(time.time())
    servers = await ice_servers(sfu)
    after_s = int(time.time())
    relays = [server for server in servers if server.username]
    assert [url for server in relays for url in server.urls] == relay.plan.urls
    for server in relays:
        login = Login(server.username, server.credential)
        assert before_s + CREDENTIAL_TTL_S <= login.expires_at_s <= after_s + CREDENTIAL_TTL_S
        assert allocates(relay, login) == 0
        person = server.username.partition(":")[2]
        longer = Login(f"{login.expires_at_s + 3600}:{person}", login.password)
        assert allocates(relay, longer) == 401
        assert allocates(relay, Login(f"{login.expires_at_s}:{person}x", login.password)) == 401


async def test_nobody_is_told_of_a_third_party(sfu: LiveKitServer, relay: Relay) -> None:
    urls = [url for server in await ice_servers(sfu) for url in server.urls]
    assert set(urls) == {*relay.plan.urls, "stun:stun.invalid:3478"}


def test_a_call_outlives_its_credentials_but_opens_no_new_relay(tmp_path: Path, tls: TlsFiles) -> None:
    with running_relay(tmp_path, tls, ["stale-nonce=1"], without=["stale-nonce"]) as relay:
        login = sign(SECRET, "long-talker", int(time.time()) + LIFE_S)
        with TurnClient(lambda: UdpLink(LOOPBACK, relay.plan.udp_port), login) as client:
            assert client.allocate().is_success
            while time.time() <= login.expires_at_s + 1:
                time.sleep(0.1)
            # It wants another proof with a fresh nonce, and takes that of credentials that have expired.
            assert client.refresh(lifetime_s=600).is_success
            assert client.permit(LOOPBACK).is_success
            assert allocates(relay, login) == 401

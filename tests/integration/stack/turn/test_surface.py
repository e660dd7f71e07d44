"""What the relay opens, what it speaks, and what it tells strangers."""

import socket
import subprocess
from collections.abc import Iterator

import psutil
import pytest

from parley.stack.plan import TlsFiles
from parley.stack.turn.client import UdpLink
from parley.stack.turn.config import RELAY_PORTS
from parley.stack.turn.messages import Method, new_transaction_id, request
from tests.integration.stack.turn.relay import LOOPBACK, Relay, running_relay

pytestmark = pytest.mark.integration

EVERY_CIPHER = "DEFAULT@SECLEVEL=0"
SOFTWARE = 0x8022  # the attribute that would name product and version


def listening(relay: Relay, kind: str) -> set[tuple[str, int]]:
    return {
        tuple(connection.laddr)
        for connection in relay.process.net_connections(kind=kind)
        if kind.startswith("udp") or connection.status == psutil.CONN_LISTEN
    }


def test_it_opens_its_two_ports_and_no_console(relay: Relay) -> None:
    assert listening(relay, "tcp") == {(LOOPBACK, relay.plan.tls_port)}
    own = (LOOPBACK, relay.plan.udp_port)
    others = listening(relay, "udp") - {own}
    assert own in listening(relay, "udp")
    assert {port for _, port in others} <= set(RELAY_PORTS), "what it relays for other tests may still stand"


@pytest.fixture(scope="module")
def lax_relay(tmp_path_factory: pytest.TempPathFactory, tls: TlsFiles) -> Iterator[Relay]:
    """One whose OpenSSL would speak every version: on Debian its security level hides what the lines do."""
    with running_relay(tmp_path_factory.mktemp("lax"), tls, [f"cipher-list={EVERY_CIPHER}"]) as running:
        yield running


@pytest.mark.parametrize(
    ("version", "is_spoken"), [("-tls1", False), ("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)]
)
def test_it_speaks_no_old_tls(lax_relay: Relay, version: str, is_spoken: bool) -> None:
    where = f"{LOOPBACK}:{lax_relay.plan.tls_port}"
    command = ["openssl", "s_client", "-connect", where, version, "-cipher", EVERY_CIPHER]
    spoken = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    assert (spoken.returncode == 0) == is_spoken, spoken.stderr


def test_it_takes_nothing_in_clear_by_tcp(relay: Relay) -> None:
    with socket.create_connection((LOOPBACK, relay.plan.tls_port or 0), timeout=2) as connection:
        connection.sendall(request(Method.BINDING, new_transaction_id()))
        try:
            answer = connection.recv(1024)
        except OSError:
            answer = b""
    assert answer == b""


def test_it_names_no_product_and_no_version(relay: Relay) -> None:
    link = UdpLink(LOOPBACK, relay.plan.udp_port)
    try:
        answer = link.exchange(request(Method.ALLOCATE, new_transaction_id()))
    finally:
        link.close()
    assert answer.error == 401
    assert SOFTWARE not in answer.attributes

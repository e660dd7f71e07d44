from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # ships no types

from parley.stack.credentials import Credentials
from parley.stack.errors import StackError
from parley.stack.livekit_config import sfu_config
from parley.stack.plan import StackPlan, TlsFiles, plan_stack
from parley.stack.settings import StackSettings, repository_root
from parley.stack.terminal import relay_line
from parley.stack.turn.config import coturn_config, write_coturn_config
from parley.stack.turn.plan import TurnPlan, stun_servers

pytestmark = pytest.mark.unit

TURN = TurnPlan("turn.example.org", "192.0.2.7", 3478, 443, ("192.0.2.8", "192.0.2.9"), "s" * 43)
TLS = TlsFiles(Path("/etc/parley/cert.pem"), Path("/etc/parley/key.pem"))
FOLDER = Path("/var/lib/parley")


def planned(credentials: Credentials, **chosen: Any) -> StackPlan:  # Any: whatever a setting takes
    return plan_stack(StackSettings(turn=True, **chosen), credentials)


@pytest.fixture
def tls_settings(tmp_path: Path) -> dict[str, Path]:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).touch()
    return {"tls_cert": tmp_path / "cert.pem", "tls_key": tmp_path / "key.pem"}


def test_without_being_asked_there_is_no_relay(credentials: Credentials) -> None:
    plan = plan_stack(StackSettings(), credentials)
    assert plan.turn is None
    assert plan.embedded_sfu is not None
    assert "turn_servers" not in str(sfu_config(plan, plan.embedded_sfu))


def test_with_a_certificate_it_is_on_3478_by_udp_and_443_by_tls(
    credentials: Credentials, tls_settings: dict[str, Path]
) -> None:
    turn = planned(credentials, **tls_settings).turn
    assert turn is not None
    assert turn.urls == ["turn:127.0.0.1:3478?transport=udp", "turns:127.0.0.1:443?transport=tcp"]
    assert [(one.port, one.protocol) for one in turn.listeners] == [(3478, "udp"), (443, "tcp")]
    assert turn.peers == ("127.0.0.1",)
    assert relay_line(turn) == " and ".join(turn.urls)


def test_without_a_certificate_it_is_by_udp_alone_and_that_is_said(credentials: Credentials) -> None:
    turn = planned(credentials).turn
    assert turn is not None
    assert turn.urls == ["turn:127.0.0.1:3478?transport=udp"]
    assert "--cert and --key" in relay_line(turn)


def test_its_ports_are_among_those_that_must_be_free(credentials: Credentials) -> None:
    names = {listener.mend for listener in planned(credentials).listeners}
    assert "PARLEY_TURN_PORT" in names


def test_a_free_port_is_taken_where_any_will_do(tmp_path: Path, credentials: Credentials) -> None:
    turn = plan_stack(StackSettings.on_free_ports(tmp_path, turn=True), credentials).turn
    assert turn is not None
    assert turn.udp_port not in {0, 3478}


def test_for_an_sfu_elsewhere_it_is_refused_with_the_page_to_read(credentials: Credentials) -> None:
    with pytest.raises(StackError, match=r"docs/operations/turn\.md"):
        planned(credentials, sfu_url="wss://sfu.example.org", sfu_api_key="k", sfu_api_secret="s" * 43)


def test_the_sfu_signs_credentials_of_ten_minutes_at_most(credentials: Credentials) -> None:
    plan = planned(credentials)
    assert plan.embedded_sfu is not None
    config: Any = sfu_config(plan, plan.embedded_sfu)
    [server] = config["rtc"]["turn_servers"]
    assert server["secret"] == credentials.turn_secret
    assert 0 < server["ttl"] <= 600


def test_people_are_told_of_our_stun_or_of_none() -> None:
    assert stun_servers(TURN) == ["turn.example.org:3478"]
    assert stun_servers(None) == ["stun.invalid:3478"]


def test_every_address_is_denied_but_the_sfus() -> None:
    lines = coturn_config(TURN, TLS, FOLDER)
    assert [line for line in lines if "peer" in line] == [
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "denied-peer-ip=::ffff:0:0-::ffff:ffff:ffff",
        "allowed-peer-ip=192.0.2.8",
        "allowed-peer-ip=192.0.2.9",
        "no-multicast-peers",
    ]


def test_without_a_certificate_nothing_is_taken_by_tcp(credentials: Credentials) -> None:
    plan = planned(credentials)
    assert plan.turn is not None
    lines = coturn_config(plan.turn, None, FOLDER)
    assert {"no-tcp", "no-tls"} <= set(lines)
    assert not [line for line in lines if line.startswith(("tls-", "cert=", "pkey="))]


def test_the_file_can_be_read_by_its_owner_alone_and_the_plan_does_not_show_the_secret(
    tmp_path: Path,
) -> None:
    write_coturn_config(tmp_path / "turnserver.conf", TURN, TLS)
    assert (tmp_path / "turnserver.conf").stat().st_mode & 0o077 == 0
    assert f"static-auth-secret={TURN.secret}" in (tmp_path / "turnserver.conf").read_text()
    assert TURN.secret not in repr(TURN)


def test_the_documented_sample_says_what_the_stack_writes() -> None:
    text = (repository_root() / "infra" / "coturn" / "turnserver.conf").read_text()
    sample = [line for line in text.splitlines() if line and not line.startswith("#")]
    loopback = TurnPlan("127.0.0.1", "127.0.0.1", 3478, 443, ("127.0.0.1",), "")
    ours = coturn_config(loopback, TLS, FOLDER)
    # The secret is the one thing that must differ.
    assert [line for line in sample if "static-auth-secret" not in line] == [
        line for line in ours if "static-auth-secret" not in line
    ]


def test_the_documented_sfu_beside_a_relay_says_what_the_stack_says() -> None:
    page = (repository_root() / "docs" / "operations" / "turn.md").read_text()
    told = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])["rtc"]
    ours = [{**server, "secret_file": "/run/secrets/turn"} for server in TURN.sfu_turn_servers]
    assert told["turn_servers"] == [{k: v for k, v in server.items() if k != "secret"} for server in ours]
    assert told["stun_servers"] == stun_servers(TURN)

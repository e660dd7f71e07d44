"""The relay as the stack configures it, and one configured as is usual, under the same probe."""

from pathlib import Path

import pytest

from parley.stack.plan import TlsFiles
from parley.stack.turn.addresses import forbidden_peers
from parley.stack.turn.probe import Check, probe, strangers
from tests.integration.stack.turn.relay import Relay, running_relay

pytestmark = pytest.mark.integration

# The list that guides hand out: private blocks, nothing of the rest of the internet or of IPv6 spellings.
USUAL_DENIALS = [
    f"denied-peer-ip={block}"
    for block in (
        "0.0.0.0-0.255.255.255",
        "10.0.0.0-10.255.255.255",
        "127.0.0.2-127.255.255.255",
        "169.254.0.0-169.254.255.255",
        "172.16.0.0-172.31.255.255",
        "192.168.0.0-192.168.255.255",
    )
]
RELAYS_IPV6 = ["listening-ip=::1", "relay-ip=::1"]


def failed(checks: list[Check]) -> list[Check]:
    return [check for check in checks if not check.is_fine]


def test_nothing_that_is_forbidden_passes(relay: Relay) -> None:
    checks = list(probe(relay.target))
    assert failed(checks) == []
    assert len(forbidden_peers(relay.plan.peers)) >= 40
    for way in ("UDP", "TLS"):
        said = {check.what: check.detail for check in checks if check.what.startswith(way)}
        assert len(said) == 6 + len(strangers("")), "every kind of check was made"
        assert said[f"{way}: refuses 72 forbidden peers from IPv4"] == "0 let through"
        assert said[f"{way}: gives one person 12 allocations"].startswith("12 of 13 given, then 486")


def test_nothing_that_is_forbidden_passes_a_relay_with_ipv6_either(tmp_path: Path, tls: TlsFiles) -> None:
    with running_relay(tmp_path, tls, more=RELAYS_IPV6) as relay:
        checks = list(probe(relay.target))
    assert failed(checks) == []
    assert sum("forbidden peers from IPv6" in check.what for check in checks) == 2, "by UDP and by TLS"


def test_the_usual_list_of_private_blocks_is_found_wanting(tmp_path: Path, tls: TlsFiles) -> None:
    with running_relay(tmp_path, tls, [*USUAL_DENIALS, *RELAYS_IPV6], without=["denied-peer-ip"]) as relay:
        found = [check for check in failed(list(probe(relay.target))) if "forbidden peers" in check.what]
    assert {check.what.split(" forbidden peers ")[1] for check in found} == {"from IPv4", "from IPv6"}
    assert all("8.8.8.8" in check.detail for check in found if "IPv4" in check.what)


def test_a_relay_that_is_not_there_is_one_failure_a_way(tls: TlsFiles, tmp_path: Path) -> None:
    with running_relay(tmp_path, tls) as relay:
        gone = relay.target
    assert [(check.what, check.is_fine) for check in probe(gone)] == [
        ("UDP: answers", False),
        ("TLS: answers", False),
    ]

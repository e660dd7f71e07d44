from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.stack.turn.addresses import forbidden_peers

pytestmark = pytest.mark.unit

PUBLIC = "198.51.100.7"
BLOCKS = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "2002::/16",
)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_special_block_is_asked_for(block: str) -> None:
    assert any(ip_address(peer) in ip_network(block) for peer in forbidden_peers([PUBLIC]))


def test_neighbours_and_other_spellings_of_the_sfu_are_forbidden_but_not_itself() -> None:
    peers = forbidden_peers([PUBLIC])
    assert PUBLIC not in peers
    assert {"198.51.100.6", "198.51.100.8", "::ffff:c633:6407", "2002:c633:6407::"} <= set(peers)


@given(st.lists(st.ip_addresses(v=4, network="198.51.100.0/24").map(str), min_size=1, max_size=4))
def test_there_are_at_least_forty_each_once_and_none_is_an_sfu(nodes: list[str]) -> None:
    peers = forbidden_peers(nodes)
    assert len(peers) == len(set(peers)) >= 40
    assert not set(peers) & set(nodes)

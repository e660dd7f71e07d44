"""Addresses that a relay must not reach, in every spelling that has let one through somewhere."""

import ipaddress
from collections.abc import Iterable

# Of every special block (RFC 6890 and its registry), what an attacker would ask for; and the open internet.
_IPV4 = (
    "0.0.0.0",  # noqa: S104 - asked for, never bound
    "0.0.0.1",
    "8.8.8.8",
    "10.0.0.1",
    "10.255.255.254",
    "100.64.0.1",  # carrier NAT
    "100.100.100.200",  # metadata at Alibaba Cloud
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",  # metadata at most clouds
    "169.254.170.2",  # credentials of an ECS task
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.192",  # metadata at Oracle Cloud
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.254",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
)
_IPV6 = (
    "::",
    "::1",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2001:4860:4860::8888",
    "fc00::1",
    "fd00:ec2::254",  # metadata at AWS
    "fe80::1",
    "fec0::1",
    "ff02::1",
)
# Those whose IPv6 spellings are tried too; CVE-2026-27624 and CVE-2020-26262 let some of them through.
_HIDDEN = ("0.0.0.0", "8.8.8.8", "10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.0.1")  # noqa: S104 - as above
_SPELLINGS = (
    ("::ffff:0:0", 0),  # IPv4-mapped
    ("::", 0),  # IPv4-compatible
    ("::ffff:0:0:0", 0),  # translated, RFC 2765
    ("64:ff9b::", 0),  # NAT64
    ("64:ff9b:1::", 0),  # NAT64 of a network's own
    ("2002::", 80),  # 6to4
)


def forbidden_peers(allowed: Iterable[str]) -> list[str]:
    """At least 60, each once: none of those allowed, but their neighbours and IPv6 spellings too."""
    sfu = [ipaddress.ip_address(peer) for peer in allowed]
    sfu_v4 = [address for address in sfu if isinstance(address, ipaddress.IPv4Address)]
    neighbours = [str(address + step) for address in sfu_v4 for step in (-1, 1)]
    hidden = [*map(ipaddress.IPv4Address, _HIDDEN), *sfu_v4]
    spelt = [_spelling(prefix, bits, address) for address in hidden for prefix, bits in _SPELLINGS]
    found = dict.fromkeys([*_IPV4, *neighbours, *_IPV6, *spelt])
    return [peer for peer in found if ipaddress.ip_address(peer) not in sfu]


def _spelling(prefix: str, shift_bits: int, address: ipaddress.IPv4Address) -> str:
    return str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | (int(address) << shift_bits)))

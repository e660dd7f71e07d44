"""Asks a relay for what it must refuse: strangers, addresses other than the SFU's, one allocation too many.

Nothing is sent to any of those addresses: a relay that would is found by its consent alone.
"""

import contextlib
import ipaddress
import secrets
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parley.stack.turn.addresses import forbidden_peers
from parley.stack.turn.client import TCP_RELAY, Connect, TlsLink, TurnClient, UdpLink
from parley.stack.turn.config import PERSON_ALLOCATIONS_MAX
from parley.stack.turn.credentials import Login, sign, sign_name
from parley.stack.turn.messages import Answer, Attribute
from parley.stack.turn.plan import CREDENTIAL_TTL_S

UNAUTHORIZED, QUOTA_REACHED = 401, 486  # RFC 8656
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Target:
    """A relay to look at.

    Attributes:
        peers: The SFU's addresses, numeric: what it must relay to.
        tls_port: None leaves that way out.
        authority: Certificates to trust beside the system's, for one of one's own making.
    """

    host: str
    udp_port: int
    tls_port: int | None
    peers: tuple[str, ...]
    secret: str = field(repr=False)
    authority: Path | None = None


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what was seen."""

    what: str
    is_fine: bool
    detail: str


def probe(target: Target) -> Iterator[Check]:
    """Every check, as it is made; a way that cannot be reached at all is one failed check."""
    ways: list[tuple[str, Connect]] = [("UDP", lambda: UdpLink(target.host, target.udp_port))]
    if (tls_port := target.tls_port) is not None:
        context = ssl.create_default_context()
        if target.authority:
            context.load_verify_locations(target.authority)
        ways.append(("TLS", lambda: TlsLink(target.host, tls_port, context)))
    for name, connect in ways:
        try:
            for check in _checks_of_way(connect, target):
                yield Check(f"{name}: {check.what}", check.is_fine, check.detail)
        except OSError as error:
            yield Check(f"{name}: answers", False, str(error) or type(error).__name__)


def _checks_of_way(connect: Connect, target: Target) -> Iterator[Check]:
    with TurnClient(connect) as client:
        seen = client.bind()
        yield Check(
            "answers STUN", seen.is_success, f"we come from {seen.address(Attribute.XOR_MAPPED_ADDRESS)}"
        )
    for what, login in strangers(target.secret):
        with TurnClient(connect, login) as client:
            answer = client.allocate()
            yield Check(f"refuses {what}", answer.error == UNAUTHORIZED, _said(answer))
    with TurnClient(connect, _newcomer(target.secret)) as client:
        answer = client.allocate(relay=TCP_RELAY)
        yield Check("refuses to relay TCP", not answer.is_success, _said(answer))
    for ip_version in (4, 6):
        with TurnClient(connect, _newcomer(target.secret)) as client:
            yield from _checks_of_peers(client, ip_version, target.peers)
    yield _check_of_quota(connect, _newcomer(target.secret))


def strangers(secret: str) -> list[tuple[str, Login | None]]:
    """Credentials that are none, with what is wrong with each."""
    now_s = int(time.time())
    person = f"probe-{secrets.token_hex(4)}"
    good = sign(secret, person, now_s + CREDENTIAL_TTL_S)
    expired = sign(secret, person, now_s - 1)
    return [
        ("nobody's credentials", None),
        ("a forged password", Login(good.username, "forged")),
        ("an empty password", Login(good.username, "")),
        ("another secret's password", sign(f"{secret}x", person, now_s + CREDENTIAL_TTL_S)),
        ("another person's password", Login(f"{good.expires_at_s}:someone-else", good.password)),
        ("expired credentials", expired),
        ("an expiry moved on", Login(good.username, expired.password)),
        ("a user name without expiry", sign_name(secret, person)),
    ]


def _checks_of_peers(client: TurnClient, ip_version: int, sfu: tuple[str, ...]) -> Iterator[Check]:
    granted = client.allocate(ip_version)
    wanted = [peer for peer in sfu if ipaddress.ip_address(peer).version == ip_version]
    if not granted.is_success:  # as well, where no SFU needs it: then nothing passes that way
        yield Check(f"relays from IPv{ip_version}", not wanted, _said(granted))
        return
    peers = forbidden_peers(sfu)
    passed = [
        f"{peer} ({way})"
        for peer in peers
        for way, ask in (("permission", client.permit), ("channel", client.bind_channel))
        if ask(peer).is_success
    ]
    more = f" and {len(passed) - NAMED_AT_MOST} more" if len(passed) > NAMED_AT_MOST else ""
    detail = f"lets through {', '.join(passed[:NAMED_AT_MOST])}{more}" if passed else "0 let through"
    yield Check(f"refuses {len(peers)} forbidden peers from IPv{ip_version}", not passed, detail)
    for peer in wanted:
        answer = client.permit(peer)
        yield Check(f"lets the SFU through, {peer}", answer.is_success, _said(answer))


def _check_of_quota(connect: Connect, login: Login) -> Check:
    with contextlib.ExitStack() as held:
        answers = [
            held.enter_context(TurnClient(connect, login)).allocate()
            for _ in range(PERSON_ALLOCATIONS_MAX + 1)
        ]
    granted = sum(answer.is_success for answer in answers)
    return Check(
        f"gives one person {PERSON_ALLOCATIONS_MAX} allocations",
        granted == PERSON_ALLOCATIONS_MAX and answers[-1].error == QUOTA_REACHED,
        f"{granted} of {len(answers)} given, then {_said(answers[-1])}",
    )


def _newcomer(secret: str) -> Login:
    """Good credentials of somebody who holds no allocation."""
    return sign(secret, f"probe-{secrets.token_hex(4)}", int(time.time()) + CREDENTIAL_TTL_S)


def _said(answer: Answer) -> str:
    return "accepted" if answer.is_success else f"{answer.error} {answer.reason}".strip()

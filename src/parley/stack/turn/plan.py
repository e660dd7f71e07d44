"""Where the relay listens, whom it may reach, and the ICE servers that clients are told of."""

import ipaddress
from dataclasses import dataclass, field

from parley.stack.errors import StackError
from parley.stack.ports import Listener, free_port
from parley.stack.settings import StackSettings

CREDENTIAL_TTL_S = 600  # a join's window; coturn asks again only for a new allocation, never in mid-call
NOWHERE = "stun.invalid:3478"

SFU_ELSEWHERE = (
    "--turn runs a relay for the embedded SFU. A LiveKit elsewhere signs credentials only for the coturn "
    "that its own configuration names: docs/operations/turn.md says how."
)


@dataclass(frozen=True)
class TurnPlan:
    """A coturn of our own.

    Attributes:
        host: The name or address that clients are told; over TLS they compare it with the certificate.
        address: Where it listens and relays, numeric IPv4.
        tls_port: Where it takes TURN over TLS, or None without a certificate.
        peers: The SFU's addresses, numeric: the only ones that it relays to.
        secret: What the SFU signs credentials with, and coturn checks them against.
    """

    host: str
    address: str
    udp_port: int
    tls_port: int | None
    peers: tuple[str, ...]
    secret: str = field(repr=False)

    @property
    def listeners(self) -> list[Listener]:
        """The ports it opens for clients, in the order in which to complain about them."""
        found = [Listener("the relay", "PARLEY_TURN_PORT", self.address, self.udp_port, "udp")]
        if self.tls_port:
            found.append(Listener("the relay over TLS", "PARLEY_TURN_TLS_PORT", self.address, self.tls_port))
        return found

    @property
    def urls(self) -> list[str]:
        """What browsers are given, as they are given it (RFC 7065)."""
        found = [f"turn:{self.host}:{self.udp_port}?transport=udp"]
        if self.tls_port:
            found.append(f"turns:{self.host}:{self.tls_port}?transport=tcp")
        return found

    @property
    def sfu_turn_servers(self) -> list[dict[str, object]]:
        """`rtc.turn_servers` of livekit-server, which signs credentials of this life for each who joins."""
        signing = {"secret": self.secret, "ttl": CREDENTIAL_TTL_S}
        found: list[dict[str, object]] = [
            {"host": self.host, "port": self.udp_port, "protocol": "udp", **signing}
        ]
        if self.tls_port:
            found.append({"host": self.host, "port": self.tls_port, "protocol": "tls", **signing})
        return found


def plan_turn(
    settings: StackSettings, address: str, secret: str, *, has_certificate: bool
) -> TurnPlan | None:
    """The relay beside an embedded SFU on this address, or None if none is wanted.

    Raises:
        StackError: It is wanted for an SFU that is not ours.
    """
    if not settings.turn:
        return None
    if not settings.is_sfu_embedded:
        raise StackError(SFU_ELSEWHERE)
    return TurnPlan(
        host=settings.host,
        address=address,
        udp_port=settings.turn_port or free_port(address, "udp"),
        tls_port=(settings.turn_tls_port or free_port(address)) if has_certificate else None,
        peers=(address,),
        secret=secret,
    )


def stun_servers(turn: TurnPlan | None) -> list[str]:
    """`rtc.stun_servers` of livekit-server: never empty, which would name a third party's.

    A name that never resolves (RFC 6761) sends nobody anywhere: an SFU reached directly needs none, and
    one on loopback keeps native clients from connecting by UDP (measured, rtc 1.1.21).
    """
    if turn is None or ipaddress.ip_address(turn.address).is_loopback:
        return [NOWHERE]
    return [f"{turn.host}:{turn.udp_port}"]

"""coturn's configuration, made anew at each start from the plan; infra/coturn/turnserver.conf explains it."""

import ipaddress
from pathlib import Path

from parley.stack.credentials import write_private
from parley.stack.plan import TlsFiles
from parley.stack.turn.plan import TurnPlan

# The SFU alone has to reach these ports, not the internet. One allocation takes one port.
RELAY_PORTS = range(49_160, 50_000)
# Allocations of one person at a time: two transports and two connections on three network interfaces.
# LiveKit's own relay has the same limit (per_user_relay_allocation_limit, 1.13).
PERSON_ALLOCATIONS_MAX = 12
# Fewer than there are ports, since other programs may hold some: asked for more than it can open, coturn
# 4.6.1 does not answer at all (measured), while beyond its quota it says so.
ALLOCATIONS_MAX = 800


def coturn_config(turn: TurnPlan, tls: TlsFiles | None, folder: Path) -> list[str]:
    """The lines of the file.

    Args:
        turn: What to serve.
        tls: Certificate and key, when it takes TLS.
        folder: Where coturn keeps what it writes, absolute.
    """
    return [
        f"listening-ip={turn.address}",
        f"relay-ip={turn.address}",
        f"listening-port={turn.udp_port}",
        f"min-port={RELAY_PORTS[0]}",
        f"max-port={RELAY_PORTS[-1]}",
        *_tls_lines(turn, tls),
        "use-auth-secret",
        f"static-auth-secret={turn.secret}",
        "realm=parley",
        "stale-nonce=600",
        f"user-quota={PERSON_ALLOCATIONS_MAX}",
        f"total-quota={ALLOCATIONS_MAX}",
        *_peer_lines(turn),
        "no-tcp-relay",
        "no-dtls",
        "no-cli",
        "no-rfc5780",
        "no-stun-backward-compatibility",
        "no-software-attribute",
        "fingerprint",
        "no-dynamic-ip-list",
        "no-dynamic-realms",
        "no-auth-pings",
        f"userdb={folder / 'coturn.db'}",
        f"pidfile={folder / 'coturn.pid'}",
        "log-file=stdout",
        "simple-log",
    ]


def write_coturn_config(path: Path, turn: TurnPlan, tls: TlsFiles | None) -> None:
    """Write the file, mode 0600: it holds the secret."""
    write_private(path, "\n".join(coturn_config(turn, tls, path.parent.resolve())) + "\n")


def _tls_lines(turn: TurnPlan, tls: TlsFiles | None) -> list[str]:
    if turn.tls_port is None or tls is None:
        return ["no-tcp", "no-tls"]
    return [
        f"tls-listening-port={turn.tls_port}",
        f"cert={tls.cert}",
        f"pkey={tls.key}",
        "no-tcp",
        "no-tlsv1",
        "no-tlsv1_1",
    ]


def _peer_lines(turn: TurnPlan) -> list[str]:
    """Nobody, then the SFU: what is allowed beats what is denied, in any order (coturn 4.6.1, measured)."""
    lines = [
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        # Within the line above, and on its own so that narrowing that one does not open CVE-2026-27624 again.
        "denied-peer-ip=::ffff:0:0-::ffff:ffff:ffff",
        *(f"allowed-peer-ip={peer}" for peer in turn.peers),
        "no-multicast-peers",
    ]
    if any(ipaddress.ip_address(peer).is_loopback for peer in turn.peers):
        lines.append("allow-loopback-peers")  # coturn's own rule beats the list; all but the SFU stay denied
    return lines

"""Runs a command on a machine whose only way out is watched.

    unshare --net --mount python -m tests.e2e.sealed_machine REPORT COMMAND

The namespace has loopback and one more interface with the default route, whose other end nobody answers on:
each packet for elsewhere, and each question for a name, arrives there and is noted.
"""

import json
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

_OUT, _BEYOND = "out0", "out1"
_ADDRESS, _GATEWAY = "10.255.255.1", "10.255.255.2"
_ELSEWHERE = ("192.0.2.1", 9)  # TEST-NET-1 (RFC 5737)
_ETH_P_ALL = 3
_DNS = 53


def main() -> int:
    """Writes what the command returned and what left the machine meanwhile; status 0 if both are known."""
    report, command = Path(sys.argv[1]), sys.argv[2:]
    _seal()
    watch = _Watch()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.sendto(b"is it noted?", _ELSEWHERE)
    if not watch.noted.wait(5):
        sys.stderr.write("what leaves is not noted\n")
        return 1
    watch.packets.clear()
    status = subprocess.run(command, check=False).returncode
    report.write_text(json.dumps({"status": status, "left": sorted(watch.packets)}))
    return 0


class _Watch:
    """Notes packets that arrive beyond."""

    def __init__(self) -> None:
        self.packets: set[str] = set()
        self.noted = threading.Event()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL))
        self._socket.bind((_BEYOND, 0))
        threading.Thread(target=self._note, daemon=True).start()

    def _note(self) -> None:
        while True:
            frame, (_, _, kind, *_) = self._socket.recvfrom(2048)
            if kind == socket.PACKET_OUTGOING:
                continue
            is_ipv4 = frame[12:14] == b"\x08\x00"
            to = socket.inet_ntoa(frame[30:34]) if is_ipv4 else frame[12:14].hex()
            transport = 14 + 4 * (frame[14] & 15) if is_ipv4 else 0
            port = int.from_bytes(frame[transport + 2 : transport + 4]) if is_ipv4 else 0
            question = f" {_asked(frame[transport + 8 :])}" if port == _DNS else ""
            self.packets.add(f"{to}:{port}{question}")
            self.noted.set()


def _asked(message: bytes) -> str:
    """The name that a DNS question is about."""
    labels, at = [], 12
    while at < len(message) and message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].decode("ascii", "replace"))
        at += 1 + message[at]
    return ".".join(labels)


def _seal() -> None:
    with tempfile.NamedTemporaryFile("w", prefix="resolv-", delete=False) as names:
        names.write(f"nameserver {_GATEWAY}\noptions timeout:1 attempts:1\n")
    for line in (
        "ip link set lo up",
        f"ip link add {_OUT} type veth peer name {_BEYOND}",
        f"sysctl -qw net.ipv6.conf.{_OUT}.disable_ipv6=1 net.ipv6.conf.{_BEYOND}.disable_ipv6=1",
        f"ip addr add {_ADDRESS}/30 dev {_OUT}",
        f"ip link set {_OUT} up",
        f"ip link set {_BEYOND} up",
        f"ip neigh add {_GATEWAY} lladdr 02:00:00:00:00:02 dev {_OUT} nud permanent",
        f"ip route add default via {_GATEWAY}",
        f"mount --bind {names.name} /etc/resolv.conf",
    ):
        subprocess.run(line.split(), check=True)


if __name__ == "__main__":
    raise SystemExit(main())

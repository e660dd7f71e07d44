"""Two network namespaces with a late link between them: people in one, the servers in the other."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER_ADDRESS = "10.81.0.1"
_PEOPLE_ADDRESS = "10.81.0.2"


class LateNetwork:
    """Made by `late_network`.

    Args:
        line: The process of `delay_line`, ready.
    """

    def __init__(self, people: str, servers: str, line: subprocess.Popen[str]) -> None:
        self._people = people
        self._servers = servers
        self._line = line

    def among_people(self, *command: str) -> list[str]:
        """The same command, run where people are."""
        return ["ip", "netns", "exec", self._people, *command]

    def among_servers(self, *command: str) -> list[str]:
        """The same command, run where the servers are."""
        return ["ip", "netns", "exec", self._servers, *command]

    def set_delay(self, one_way_ms: float) -> None:
        """From now on every packet takes so long, in each direction."""
        assert self._line.stdin is not None
        self._line.stdin.write(f"{one_way_ms}\n")
        self._line.stdin.flush()


@contextmanager
def late_network() -> Iterator[LateNetwork]:
    """Names end in our process id: two benches do not meet. Raises SystemExit without the rights for it."""
    if os.geteuid() != 0 or shutil.which("ip") is None or not Path("/dev/net/tun").exists():
        sys.exit("This bench needs root, /dev/net/tun and ip: apt install iproute2")
    people, servers = f"people-{os.getpid()}", f"servers-{os.getpid()}"
    links = (f"late-p{os.getpid()}", f"late-s{os.getpid()}")
    line = subprocess.Popen(
        [sys.executable, "-m", "bench.harness.delay_line", *links],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert line.stdout is not None
        assert line.stdout.readline() == "ready\n", "the link is there"
        _place(links[0], people, _PEOPLE_ADDRESS, SERVER_ADDRESS)
        _place(links[1], servers, SERVER_ADDRESS, _PEOPLE_ADDRESS)
        yield LateNetwork(people, servers, line)
    finally:
        line.kill()
        line.wait()
        for name in (people, servers):
            subprocess.run(["ip", "netns", "del", name], check=False, stderr=subprocess.DEVNULL)


def _place(link: str, namespace: str, address: str, peer: str) -> None:
    _ip("netns", "add", namespace)
    _ip("link", "set", link, "netns", namespace, "name", "net0")
    _ip("-n", namespace, "addr", "add", address, "peer", peer, "dev", "net0")
    for device in ("lo", "net0"):
        _ip("-n", namespace, "link", "set", device, "up")
    _ip("-n", namespace, "route", "add", "default", "dev", "net0")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)

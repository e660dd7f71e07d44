"""A real livekit-server on free ports of loopback, for tests to start, stop and start again."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from parley.stack.livekit_server import find_livekit_server

START_WITHIN_S = 60.0
API_KEY = "key-of-tests"
API_SECRET = "secret-of-tests-" + "s" * 32


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveKitServer:
    """The process and how to reach it.

    Args:
        rtc: Adds to that part of its configuration.
        more: Further parts.

    Attributes:
        webhook_port: Port of loopback to which it sends its webhooks, at the backend's path.
    """

    api_key = API_KEY
    api_secret = API_SECRET

    def __init__(
        self, folder: Path, rtc: Mapping[str, object], more: Mapping[str, object] | None = None
    ) -> None:
        chosen = os.environ.get("PARLEY_LIVEKIT_SERVER")
        self._binary = find_livekit_server(Path(chosen) if chosen else None)
        self._port = free_port()
        self.webhook_port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.ws_url = f"ws://127.0.0.1:{self._port}"
        self._folder = folder
        self._config = folder / "livekit.yaml"
        self._config.write_text(json.dumps(self._configuration(rtc) | dict(more or {})))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self._folder / "livekit.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binary, "--config", self._config], stdout=log, stderr=subprocess.STDOUT
            )
        deadline_s = time.monotonic() + START_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                self.stop()
                raise RuntimeError((self._folder / "livekit.log").read_text()[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill it, as a crash would: nobody in its rooms is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url, timeout=1).is_success
        except httpx.HTTPError:
            return False

    def _configuration(self, rtc: Mapping[str, object]) -> dict[str, object]:
        udp_port = free_port(socket.SOCK_DGRAM)
        return {
            "port": self._port,
            "bind_addresses": ["127.0.0.1"],
            "rtc": {
                "udp_port": udp_port,
                "tcp_port": free_port(),
                "node_ip": "127.0.0.1",
                "use_external_ip": False,
                "enable_loopback_candidate": True,
                "ips": {"includes": ["127.0.0.1/32"]},
                "stun_servers": [f"127.0.0.1:{udp_port}"],
                **rtc,
            },
            "keys": {self.api_key: self.api_secret},
            "room": {"auto_create": False},
            "webhook": {
                "api_key": self.api_key,
                "urls": [f"http://127.0.0.1:{self.webhook_port}/api/sfu/webhook"],
            },
            "logging": {"level": "warn", "pion_level": "error"},
        }


@contextmanager
def running_livekit(folder: Path, rtc: Mapping[str, object] | None = None) -> Iterator[LiveKitServer]:
    """One that runs; `rtc` adds to that part of its configuration."""
    server = LiveKitServer(folder, rtc or {})
    server.start()
    try:
        yield server
    finally:
        server.stop()

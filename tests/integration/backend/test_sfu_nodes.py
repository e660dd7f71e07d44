"""Two real SFU nodes with Redis between them, as infra/sfu-nodes sets them, and the host of a room dies."""

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped] # ships no types

from parley.backend.sfu.livekit import LiveKitSfu
from parley.backend.sfu.port import SfuDown
from parley.contracts.ids import MeetingId
from parley.contracts.room import RoomMetadata
from parley.stack.settings import repository_root
from tests.integration.livekit_server import LiveKitServer, free_port

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs redis-server"),
]

REHOUSED_WITHIN_S = 20.0


class Nodes:
    """Both, and Redis."""

    def __init__(self, folder: Path) -> None:
        added = yaml.safe_load((repository_root() / "infra" / "sfu-nodes" / "nodes.yaml").read_text())
        self._redis_port = free_port()
        added["redis"]["address"] = f"127.0.0.1:{self._redis_port}"
        added["logging"] = {"level": "info", "json": True}  # it says which node it is
        self._redis = subprocess.Popen(
            ["redis-server", "--port", str(self._redis_port), "--bind", "127.0.0.1", "--save", ""],
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        self._folders = [folder / name for name in "ab"]
        for place in self._folders:
            place.mkdir()
        self.servers = [LiveKitServer(place, {}, added) for place in self._folders]

    def start(self) -> None:
        deadline_s = time.monotonic() + 10
        while self._ask("ping") != "PONG":
            assert time.monotonic() < deadline_s, "redis-server does not answer"
            time.sleep(0.05)
        for server in self.servers:
            server.start()

    def stop(self) -> None:
        for server in self.servers:
            server.stop()
        self._redis.kill()
        self._redis.wait()

    def hosting(self, room: str) -> LiveKitServer:
        """The node that has it."""
        node_id = self._ask("hget", "room_node_map", room)
        logs = [(place / "livekit.log").read_text() for place in self._folders]
        [server] = [
            server for server, log in zip(self.servers, logs, strict=True) if f'"nodeID":"{node_id}"' in log
        ]
        return server

    def _ask(self, *words: str) -> str:
        command = ["redis-cli", "-p", str(self._redis_port), *words]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Nodes]:
    nodes = Nodes(tmp_path)
    try:
        nodes.start()
        yield nodes
    finally:
        nodes.stop()


async def test_a_room_whose_node_has_died_is_given_to_another_as_it_was(nodes: Nodes) -> None:
    """Whoever was in it is not there any more, so that a meeting to which nobody comes back ends."""
    first = nodes.servers[0]
    meeting_id = MeetingId("abc-defg-hjk")
    metadata = RoomMetadata.model_validate_json(
        (repository_root() / "tests" / "golden" / "RoomMetadata.live.json").read_text()
    ).model_copy(update={"meeting_id": meeting_id})
    sfu = LiveKitSfu(first.url, first.api_key, first.api_secret, 600)
    try:
        assert await sfu.ensure_room(metadata)
    finally:
        await sfu.close()
    dead = nodes.hosting(meeting_id)
    [alive] = [server for server in nodes.servers if server is not dead]
    dead.stop()
    sfu = LiveKitSfu(alive.url, alive.api_key, alive.api_secret, 600)
    try:
        async with asyncio.timeout(REHOUSED_WITHIN_S):
            while nodes.hosting(meeting_id) is dead:
                with contextlib.suppress(SfuDown):  # the node is not taken for dead at once
                    assert await sfu.participants(meeting_id) == []
                await asyncio.sleep(0.2)
        await sfu.write_metadata(metadata)  # somebody answers for it
        assert not await sfu.ensure_room(metadata)
    finally:
        await sfu.close()

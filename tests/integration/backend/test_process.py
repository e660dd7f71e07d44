"""`parley backend` as a process: it starts, says that it is ready, and stops when told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.integration.livekit_server import LiveKitServer, free_port

pytestmark = pytest.mark.integration

START_WITHIN_S = 60.0
STOP_WITHIN_S = 5.0


def environment(livekit: LiveKitServer, folder: Path, port: int) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")} | {
        "PARLEY_PORT": str(port),
        "PARLEY_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/new/parley.db",
        "PARLEY_SFU_URL": livekit.url,
        "PARLEY_SFU_PUBLIC_URL": livekit.ws_url,
        "PARLEY_SFU_API_KEY": livekit.api_key,
        "PARLEY_SFU_API_SECRET": livekit.api_secret,
        "PARLEY_SERVICE_TOKEN": "t" * 40,
    }


def backend(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    program = (
        "from parley.backend.main import run; from parley.backend.settings import Settings; run(Settings())"
    )
    with log.open("wb") as stderr:
        return subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=stderr)


def test_it_serves_until_it_is_told_to_stop_and_logs_no_secret_and_no_name(
    livekit: LiveKitServer, tmp_path: Path
) -> None:
    port = free_port()
    log = tmp_path / "log"
    process = backend(environment(livekit, tmp_path, port), log)
    try:
        base = f"http://127.0.0.1:{port}"
        deadline_s = time.monotonic() + START_WITHIN_S
        while not _is_ready(base):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline_s, log.read_text()
            time.sleep(0.05)
        made = httpx.post(f"{base}/api/meetings", json={}).json()
        joined = httpx.post(
            f"{base}/api/meetings/{made['meeting']['meeting_id']}/join", json={"name": "Xanthippe"}
        ).json()
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_WITHIN_S)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (0, -signal.SIGTERM)
    secrets = (
        made["host_key"],
        joined["token"],
        joined["resume_secret"],
        "Xanthippe",
        livekit.api_secret,
        "tttt",
    )
    assert not [secret for secret in secrets if secret in log.read_text()]


def test_it_does_not_start_on_a_weak_secret(livekit: LiveKitServer, tmp_path: Path) -> None:
    weak = environment(livekit, tmp_path, free_port()) | {"PARLEY_SERVICE_TOKEN": "secret"}
    log = tmp_path / "log"
    assert backend(weak, log).wait(START_WITHIN_S) != 0
    assert "service_token" in log.read_text()


def _is_ready(base: str) -> bool:
    try:
        return httpx.get(f"{base}/readyz", timeout=1).is_success
    except httpx.HTTPError:
        return False

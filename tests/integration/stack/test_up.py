import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.integration.stack.conftest import Start, Up, still_there

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]


def test_it_serves_on_loopback_alone_and_all_its_files_are_private(running: Up) -> None:
    assert httpx.get(f"{running.url}/readyz").status_code == 200
    for path in running.data_dir.rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    listening = {
        connection.laddr.ip
        for process in running.everybody()
        for connection in process.net_connections("inet")
        if not connection.raddr
    }
    assert listening == {"127.0.0.1"}


def test_a_second_one_on_the_same_port_says_so_in_one_line(running: Up, tmp_path: Path) -> None:
    port = str(urlsplit(running.url).port)
    second = subprocess.run(
        [sys.executable, "-m", "parley", "up", "--port", port, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"Port {port} (the web client) is in use" in second.stderr
    assert "--port" in second.stderr


def test_doctor_beside_it_knows_whose_the_ports_are(running: Up) -> None:
    variables = {"PARLEY_DATA_DIR": str(running.data_dir), "PARLEY_PORT": str(urlsplit(running.url).port)}
    beside = subprocess.run(
        [sys.executable, "-m", "parley", "doctor"],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    [line] = [line for line in beside.stdout.splitlines() if f"port {variables['PARLEY_PORT']}" in line]
    assert line.startswith("ok")
    assert f"of the Parley that runs from {running.data_dir} (process {running.process.pid})" in line


def test_a_second_one_in_the_same_folder_says_so(running: Up, start_up: Start) -> None:
    second = start_up("--port", "0", data_dir=running.data_dir)
    assert second.process.wait(timeout=60) == 1
    assert f"Another Parley runs from {running.data_dir}" in second.said
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_every_child_that_is_killed_comes_back(running: Up) -> None:
    for name, word in (("agent", " agent"), ("livekit-server", "--config"), ("backend", " backend")):
        killed = running.child(word)
        killed.kill()
        running.until_said(f"{name} died (killed by SIGKILL)")
        running.until_said(f"{name} is ready again")
        assert running.child(word).pid != killed.pid
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_sigterm_ends_everything_within_5_s(start_up: Start) -> None:
    up = start_up("--port", "0")
    up.until_said("captions")
    everybody = up.everybody()
    assert len(everybody) >= 5, "supervisor, guard and three children"
    before_s = time.monotonic()
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=10) == 0
    assert time.monotonic() - before_s <= 5
    assert still_there(everybody) == []


def test_ctrl_c_while_it_starts_leaves_nothing(start_up: Start) -> None:
    up = start_up("--port", "0")
    up.until(lambda: (up.data_dir / "logs" / "backend.log").exists(), "the backend's log")
    everybody = up.everybody()
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(timeout=10) == 0
    assert still_there(everybody) == []


def test_kill_9_of_the_supervisor_leaves_nothing(start_up: Start) -> None:
    up = start_up("--port", "0")
    up.until_said("captions")
    everybody = up.everybody()
    up.process.kill()
    up.process.wait()
    up.until(lambda: not still_there(everybody), "the end of all processes", within_s=5)


def test_another_address_without_certificate_gets_a_clear_word(start_up: Start) -> None:
    up = start_up("--host", "192.0.2.7")
    assert up.process.wait(timeout=60) == 1
    assert "Browsers give other machines no camera or microphone without HTTPS" in up.said

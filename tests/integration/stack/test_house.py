"""Other machines of the house: HTTPS and wss on an address of its own, everything else inside."""

import re
import shlex
import signal
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest

from parley.stack.plan import TlsFiles
from parley.stack.settings import repository_root
from tests.integration.stack.conftest import Start

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]

# Loopback too, but another address than the default: as far from 127.0.0.1 as one gets on any machine.
HOUSE = "127.0.0.9"


def certificate_by_the_recipe(folder: Path) -> TlsFiles:
    """What docs/operations/running.md tells operators to make."""
    page = (repository_root() / "docs" / "operations" / "running.md").read_text()
    found = re.search(r"^openssl req (?:.*\\\n)*.*$", page, re.MULTILINE)
    assert found
    command = shlex.split(found[0].replace("\\\n", "").replace("192.168.1.5", HOUSE))
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return TlsFiles(cert=folder / "cert.pem", key=folder / "key.pem")


def test_a_certificate_by_the_recipe_is_a_servers_and_no_authoritys(tmp_path: Path) -> None:
    files = certificate_by_the_recipe(tmp_path)
    command = ["openssl", "x509", "-in", str(files.cert), "-noout", "-ext", "basicConstraints,subjectAltName"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "CA:FALSE" in said, "LiveKit's SDKs take no other from a server"
    assert "CA:TRUE" not in said
    assert HOUSE in said


def test_web_and_signalling_are_served_over_tls(start_up: Start, tmp_path: Path) -> None:
    files = certificate_by_the_recipe(tmp_path)
    up = start_up("--port", "0", "--host", HOUSE, "--cert", str(files.cert), "--key", str(files.key))
    up.until_said("captions")
    assert up.url.startswith(f"https://{HOUSE}:")
    trusting = ssl.create_default_context(cafile=str(files.cert))
    with httpx.Client(verify=trusting) as client:
        assert client.get(f"{up.url}/readyz").status_code == 200
        meeting = client.post(f"{up.url}/api/meetings", json={}).json()["meeting"]
        joined = client.post(
            f"{up.url}/api/meetings/{meeting['meeting_id']}/join", json={"name": "Ann"}
        ).json()
        assert joined["sfu_url"].startswith(f"wss://{HOUSE}:")
        sfu = joined["sfu_url"].replace("wss://", "https://")
        validated = client.get(f"{sfu}/rtc/validate", params={"access_token": joined["token"]})
        assert (validated.status_code, validated.text) == (200, "success")
        assert client.get(sfu).text == "OK"
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=10) == 0

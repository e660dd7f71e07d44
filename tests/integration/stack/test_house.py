"""Other machines of the house: HTTPS and wss on an address of its own, everything else inside."""

import signal
import ssl

import httpx
import pytest

from tests.integration.stack.conftest import Start
from tests.integration.stack.test_tls_pipe import make_certificate

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]

# Loopback too, but another address than the default: as far from 127.0.0.1 as one gets on any machine.
HOUSE = "127.0.0.9"


def test_web_and_signalling_are_served_over_tls(
    start_up: Start, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = make_certificate(tmp_path_factory.mktemp("house") / "tls")
    up = start_up("--port", "0", "--host", HOUSE, "--cert", str(files.cert), "--key", str(files.key))
    up.until_said("captions")
    assert up.url.startswith(f"https://{HOUSE}:")
    trusting = ssl.create_default_context(cafile=str(files.cert))
    trusting.check_hostname = False  # the certificate names 127.0.0.1
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

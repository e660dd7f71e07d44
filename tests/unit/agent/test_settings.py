"""Whether a proxy can be on the way to LiveKit."""

import pytest
from pydantic import SecretStr

from parley.agent.settings import Settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://127.0.0.1:7880", True),
        ("ws://127.3.2.1", True),
        ("wss://localhost:7880", True),
        ("ws://[::1]:7880", True),
        ("wss://sfu.example.org", False),
        ("ws://10.0.0.7:7880", False),
        ("ws://localhost.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, expected: bool) -> None:
    secret = SecretStr("s")
    settings = Settings(service_token=secret, sfu_url=url, sfu_api_key="k", sfu_api_secret=secret)
    assert settings.is_sfu_on_loopback is expected

"""Nothing of the machine that runs the tests may leak into the stack's settings."""

import os

import pytest

from parley.stack.credentials import Credentials, KeyPair


@pytest.fixture(autouse=True)
def no_parley_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PARLEY_"):
            monkeypatch.delenv(name)


@pytest.fixture
def credentials() -> Credentials:
    return Credentials(
        backend_sfu=KeyPair(key="APIbackend", secret="b" * 43),
        agent_sfu=KeyPair(key="APIagent", secret="a" * 43),
        service_token="t" * 43,
    )

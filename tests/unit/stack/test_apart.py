"""A stack apart takes from the operator's environment how speech becomes words, and nothing else."""

from pathlib import Path

import pytest

from parley.agent.settings import Settings as AgentSettings
from parley.backend.settings import Settings as BackendSettings
from parley.stack.credentials import Credentials
from parley.stack.environments import agent_environment, backend_environment
from parley.stack.plan import plan_stack
from parley.stack.settings import TAKEN_APART, StackSettings, environment_apart

pytestmark = pytest.mark.unit

OPERATORS = {
    "PARLEY_HOST": "10.0.0.9",
    "PARLEY_PORT": "no port",
    "PARLEY_TLS_CERT": "/srv/cert.pem",
    "PARLEY_TLS_KEY": "/srv/key.pem",
    "PARLEY_DATA_DIR": "/srv/parley",
    "PARLEY_DATABASE_URL": "sqlite+aiosqlite:////srv/parley/parley.db",
    "PARLEY_WEB_DIST": "/srv/web",
    "PARLEY_SFU_URL": "wss://sfu.example.org",
    "PARLEY_SFU_API_KEY": "APIoperator",
    "PARLEY_SFU_API_SECRET": "s" * 43,
    "PARLEY_JOINS_PER_MINUTE": "1",
    "PARLEY_AGENT_HEALTH_PORT": "8081",
}


@pytest.fixture(autouse=True)
def operators_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OPERATORS.items():
        monkeypatch.setenv(name, value)


def test_it_is_reached_and_kept_where_no_other_is(tmp_path: Path) -> None:
    settings = StackSettings.apart(tmp_path)
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 0, tmp_path)
    assert settings.tls_cert is settings.tls_key is None
    assert settings.is_sfu_embedded
    assert settings.sfu_signal_port == settings.sfu_udp_port == 0


def test_its_processes_know_nothing_of_the_operators_database_and_limits(
    tmp_path: Path, credentials: Credentials
) -> None:
    settings = StackSettings.apart(tmp_path)
    plan = plan_stack(settings, credentials)
    backend = backend_environment(environment_apart(), settings, plan)
    agent = agent_environment(environment_apart(), settings, plan)
    assert backend["PARLEY_DATABASE_URL"] == f"sqlite+aiosqlite:///{tmp_path}/parley.db"
    assert not OPERATORS.items() & (backend.items() | agent.items())


def test_it_hears_as_the_operators_deployment_does(
    tmp_path: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_WHISPER_MODEL_DIR", "/srv/weights")
    monkeypatch.setenv("PARLEY_GLOSSARY", "/srv/glossary.txt")
    settings = StackSettings.apart(tmp_path)
    agent = agent_environment(environment_apart(), settings, plan_stack(settings, credentials))
    assert settings.whisper_model_dir == Path("/srv/weights")
    assert agent["PARLEY_GLOSSARY"] == "/srv/glossary.txt"


def test_what_it_takes_are_settings_that_there_are() -> None:
    known = {*StackSettings.model_fields, *AgentSettings.model_fields, *BackendSettings.model_fields}
    assert {f"PARLEY_{name.upper()}" for name in known} >= TAKEN_APART

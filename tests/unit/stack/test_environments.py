from pathlib import Path

import pytest

from parley.agent.settings import Settings as AgentSettings
from parley.backend.settings import Settings as BackendSettings
from parley.stack.credentials import Credentials
from parley.stack.environments import agent_environment, backend_environment, sfu_environment
from parley.stack.plan import plan_stack
from parley.stack.settings import StackSettings

pytestmark = pytest.mark.unit


def test_the_backend_starts_on_what_it_is_told(
    tmp_path: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = StackSettings(data_dir=tmp_path, port=8181)
    for name, value in backend_environment({}, settings, plan_stack(settings, credentials)).items():
        monkeypatch.setenv(name, value)
    backend = BackendSettings()  # pyright: ignore[reportCallIssue] # filled from the environment
    assert backend.port == 8181
    assert backend.sfu_api_secret.get_secret_value() == credentials.backend_sfu.secret
    assert backend.database_url.endswith(f"{tmp_path}/parley.db")


def test_a_blank_variable_is_as_good_as_none_in_every_process(
    tmp_path: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = StackSettings(data_dir=tmp_path)
    plan = plan_stack(settings, credentials)
    given = backend_environment({}, settings, plan) | agent_environment({}, settings, plan)
    for name in {*BackendSettings.model_fields, *AgentSettings.model_fields}:
        variable = f"PARLEY_{name.upper()}"
        monkeypatch.setenv(variable, given.get(variable, ""))
    agent = AgentSettings()  # pyright: ignore[reportCallIssue] # filled from the environment
    backend = BackendSettings()  # pyright: ignore[reportCallIssue] # filled from the environment
    assert agent.whisper_model_dir is agent.glossary is None
    assert backend.token_ttl_s == 300
    assert backend.tls_cert is None


def test_no_process_is_given_a_secret_that_it_does_not_need(tmp_path: Path, credentials: Credentials) -> None:
    settings = StackSettings(data_dir=tmp_path)
    plan = plan_stack(settings, credentials)
    assert credentials.agent_sfu.secret not in backend_environment({}, settings, plan).values()
    assert credentials.backend_sfu.secret not in agent_environment({}, settings, plan).values()
    inherited = {"PARLEY_DEEPGRAM_API_KEY": "dg"}
    assert "dg" in agent_environment(inherited, settings, plan).values()
    assert "dg" not in backend_environment(inherited, settings, plan).values()
    assert "dg" not in sfu_environment(inherited).values()


def test_the_speech_engine_gets_one_thread_an_inference(tmp_path: Path, credentials: Credentials) -> None:
    settings = StackSettings(data_dir=tmp_path)
    inherited = {"OMP_NUM_THREADS": "8", "PATH": "/bin"}
    environment = agent_environment(inherited, settings, plan_stack(settings, credentials))
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"
    assert environment["PATH"] == "/bin"


def test_a_stale_certificate_in_the_environment_does_not_reach_a_plain_backend(
    tmp_path: Path, credentials: Credentials
) -> None:
    settings = StackSettings(data_dir=tmp_path)
    inherited = {"PARLEY_TLS_CERT": "/old.pem", "PARLEY_TLS_KEY": "/old.key"}
    environment = backend_environment(inherited, settings, plan_stack(settings, credentials))
    assert "PARLEY_TLS_CERT" not in environment


def test_the_sfu_is_configured_by_its_file_alone() -> None:
    inherited = {"LIVEKIT_KEYS": "devkey: secret", "NODE_IP": "203.0.113.1", "PATH": "/bin"}
    assert sfu_environment(inherited) == {"PATH": "/bin"}

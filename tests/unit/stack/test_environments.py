from pathlib import Path

import pytest

from parley.agent.settings import Settings as AgentSettings
from parley.backend.settings import Settings as BackendSettings
from parley.stack.credentials import Credentials
from parley.stack.environments import (
    agent_environment,
    backend_environment,
    relay_environment,
    sfu_environment,
)
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
    inherited = {"PARLEY_SUPPORT_TOKEN": "st"}
    assert "st" in backend_environment(inherited, settings, plan).values()
    assert "st" not in agent_environment(inherited, settings, plan).values()
    assert "st" not in sfu_environment(inherited).values()
    inherited = {
        "PARLEY_SFU_API_SECRET": "of an SFU of one's own",
        "PARLEY_DEEPGRAM_API_KEY": "dg",
        "PATH": "/bin",
    }
    assert sfu_environment(inherited) == relay_environment(inherited) == {"PATH": "/bin"}


def test_nothing_leaves_the_machine_from_any_process_where_that_is_forbidden(
    tmp_path: Path, credentials: Credentials
) -> None:
    settings = StackSettings(data_dir=tmp_path, no_egress=True)
    plan = plan_stack(settings, credentials)
    assert backend_environment({}, settings, plan)["PARLEY_NO_EGRESS"] == "true"
    assert agent_environment({}, settings, plan)["PARLEY_NO_EGRESS"] == "true"


def test_the_backend_reads_the_numbers_of_the_sfu_that_the_stack_starts(
    tmp_path: Path, credentials: Credentials
) -> None:
    settings = StackSettings(data_dir=tmp_path)
    plan = plan_stack(settings, credentials)
    assert plan.embedded_sfu is not None
    url = backend_environment({}, settings, plan)["PARLEY_SFU_METRICS_URL"]
    assert url == f"http://127.0.0.1:{plan.embedded_sfu.metrics_port}/metrics"


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

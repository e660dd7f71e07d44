"""Traces go nowhere that an operator has not named, and nowhere outside where that is forbidden."""

from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from parley.agent.settings import Settings as AgentSettings
from parley.backend.settings import Settings as BackendSettings

pytestmark = pytest.mark.unit

PAIR: dict[str, Any] = {
    "sfu_api_key": "key",
    "sfu_api_secret": SecretStr("s" * 32),
    "service_token": SecretStr("t" * 32),
}


@pytest.mark.parametrize("settings", [AgentSettings, BackendSettings])
@pytest.mark.parametrize(
    ("endpoint", "is_taken"),
    [
        ("http://127.0.0.1:4318", True),
        ("http://localhost:4318/v1/traces", True),
        ("http://[::1]:4318", True),
        ("https://collector.example.org", False),
        ("http://10.0.0.7:4318", False),
    ],
)
def test_no_egress_lets_traces_go_to_this_machine_alone(
    settings: type[BaseSettings], endpoint: str, is_taken: bool
) -> None:
    assert settings(**PAIR, otlp_endpoint=endpoint).model_dump()["otlp_endpoint"] == endpoint
    if is_taken:
        settings(**PAIR, otlp_endpoint=endpoint, no_egress=True)
        return
    with pytest.raises(ValidationError, match="PARLEY_OTLP_ENDPOINT is outside this machine"):
        settings(**PAIR, otlp_endpoint=endpoint, no_egress=True)


@pytest.mark.parametrize("settings", [AgentSettings, BackendSettings])
def test_unasked_nothing_is_served_and_nothing_is_sent(settings: type[BaseSettings]) -> None:
    plain = settings(**PAIR).model_dump()
    ports = [value for name, value in plain.items() if name.endswith("metrics_port")]
    assert (ports, plain["otlp_endpoint"]) == ([None], None)

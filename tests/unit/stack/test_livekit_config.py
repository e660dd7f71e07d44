import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # ships no types

from parley.stack.credentials import Credentials
from parley.stack.livekit_config import sfu_config, write_config
from parley.stack.plan import EmbeddedSfu, plan_stack
from parley.stack.settings import StackSettings, repository_root

pytestmark = pytest.mark.unit


@pytest.fixture
def config(credentials: Credentials) -> dict[str, Any]:
    plan = plan_stack(StackSettings(), credentials)
    assert plan.embedded_sfu is not None
    return sfu_config(plan, plan.embedded_sfu)


def test_only_the_backend_makes_rooms(config: dict[str, Any]) -> None:
    assert config["room"]["auto_create"] is False


def test_nobody_is_sent_to_a_third_party_for_stun(config: dict[str, Any]) -> None:
    assert config["rtc"]["stun_servers"] == ["stun.invalid:3478"]
    assert config["rtc"]["use_external_ip"] is False


def test_on_loopback_nothing_listens_elsewhere(config: dict[str, Any]) -> None:
    assert config["bind_addresses"] == ["127.0.0.1"]
    assert config["rtc"]["ips"] == {"includes": ["127.0.0.1/32"]}
    assert config["rtc"]["tcp_port"] == 0


def test_in_the_house_media_is_on_that_address_and_signalling_stays_inside(credentials: Credentials) -> None:
    plan = plan_stack(StackSettings(), credentials)
    house = EmbeddedSfu(
        "192.0.2.7", signal_port=7880, udp_port=7882, tcp_port=7881, tls_port=7443, metrics_port=6789
    )
    config: dict[str, Any] = sfu_config(replace(plan, embedded_sfu=house), house)
    assert config["bind_addresses"] == ["127.0.0.1"]
    assert config["rtc"]["node_ip"] == "192.0.2.7"
    assert config["rtc"]["ips"] == {"includes": ["192.0.2.7/32"]}
    assert config["rtc"]["tcp_port"] == 7881
    assert config["rtc"]["enable_loopback_candidate"] is False


def test_webhooks_go_to_the_backend_signed_with_its_own_key(config: dict[str, Any]) -> None:
    assert config["webhook"] == {"api_key": "APIbackend", "urls": ["http://127.0.0.1:8080/api/sfu/webhook"]}
    assert set(config["keys"]) == {"APIbackend", "APIagent"}


def test_a_name_of_80_characters_of_four_bytes_fits(config: dict[str, Any]) -> None:
    assert config["limit"]["max_participant_name_length"] >= 80 * 4


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path, credentials: Credentials) -> None:
    plan = plan_stack(StackSettings(), credentials)
    assert plan.embedded_sfu is not None
    write_config(tmp_path / "livekit.yaml", plan, plan.embedded_sfu)
    assert stat.S_IMODE((tmp_path / "livekit.yaml").stat().st_mode) == 0o600


def test_the_documented_sample_says_what_the_stack_writes(config: dict[str, Any]) -> None:
    sample = yaml.safe_load((repository_root() / "infra" / "livekit.yaml").read_text())
    ours = json.loads(json.dumps(config))
    # Keys must differ; the port is whatever is free.
    assert list(sample.pop("prometheus")) == list(ours.pop("prometheus"))
    assert len(sample.pop("keys")) == len(ours.pop("keys"))
    sample["webhook"].pop("api_key")
    ours["webhook"].pop("api_key")
    assert sample == ours

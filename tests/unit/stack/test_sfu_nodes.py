"""infra/sfu-nodes: what is shipped for two SFU nodes is what the programs take, and fits together."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # ships no types

from parley.stack.settings import repository_root

pytestmark = pytest.mark.unit

INFRA = repository_root() / "infra"


@pytest.fixture
def node() -> dict[str, Any]:
    """A node's configuration, by appending as the file says."""
    appended = (INFRA / "livekit.yaml").read_text() + (INFRA / "sfu-nodes" / "nodes.yaml").read_text()
    parsed: dict[str, Any] = yaml.safe_load(appended)
    return parsed


def test_what_nodes_add_repeats_no_block() -> None:
    """livekit-server refuses a configuration that names one twice, where this parser would take the last."""
    own, added = (
        yaml.safe_load((INFRA / name).read_text()) for name in ("livekit.yaml", "sfu-nodes/nodes.yaml")
    )
    assert not set(own) & set(added)


def test_nodes_know_of_each_other_and_give_up_on_a_dead_one_before_people_do(node: dict[str, Any]) -> None:
    assert node["redis"]["address"]
    assert node["signal_relay"] == {"retry_timeout": "2s", "connect_attempts": 1}
    assert node["room"]["auto_create"] is False
    assert "node_stats" not in node


def test_the_balancer_leads_to_the_nodes_and_lets_go_of_a_dead_one() -> None:
    config = (INFRA / "sfu-nodes" / "haproxy.cfg").read_text()
    assert len(re.findall(r"^  server \w+ [\d.]+:\d+$", config, re.MULTILINE)) == 2
    assert "on-marked-down shutdown-sessions" in config


@pytest.mark.skipif(shutil.which("haproxy") is None, reason="needs haproxy")
def test_haproxy_takes_its_configuration(tmp_path: Path) -> None:
    pem = tmp_path / "sfu.pem"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    subprocess.run(["openssl", "req", *kind, "-subj", "/CN=x", *files], check=True, capture_output=True)
    pem.write_text((tmp_path / "cert").read_text() + (tmp_path / "key").read_text())
    config = tmp_path / "haproxy.cfg"
    shipped = (INFRA / "sfu-nodes" / "haproxy.cfg").read_text()
    config.write_text(shipped.replace("/etc/parley/sfu.pem", str(pem)))
    said = subprocess.run(["haproxy", "-c", "-f", config], check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "WARNING" not in said.stderr

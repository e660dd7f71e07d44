from pathlib import Path

import pytest
from pydantic import SecretStr

from parley.stack.credentials import Credentials
from parley.stack.errors import StackError
from parley.stack.plan import plan_stack
from parley.stack.settings import StackSettings

pytestmark = pytest.mark.unit

ELSEWHERE = "192.0.2.7"  # TEST-NET-1: never this machine's


@pytest.fixture
def tls_files(tmp_path: Path) -> dict[str, Path]:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("")
    return {"tls_cert": tmp_path / "cert.pem", "tls_key": tmp_path / "key.pem"}


def test_by_default_everything_is_on_loopback(credentials: Credentials) -> None:
    plan = plan_stack(StackSettings(), credentials)
    assert plan.web_url == "http://localhost:8080"
    assert plan.backend_url == "http://127.0.0.1:8080"
    assert plan.sfu.public_url == "ws://127.0.0.1:7880"
    assert [(entry.host, entry.port, entry.protocol) for entry in plan.listeners] == [
        ("127.0.0.1", 8080, "tcp"),
        ("127.0.0.1", 7880, "tcp"),
        ("127.0.0.1", 7882, "udp"),
    ]


def test_backend_and_agent_have_key_pairs_of_their_own(credentials: Credentials) -> None:
    sfu = plan_stack(StackSettings(), credentials).sfu
    assert sfu.backend_keys == credentials.backend_sfu
    assert sfu.agent_keys == credentials.agent_sfu


def test_another_address_without_certificate_is_refused_with_the_reason(credentials: Credentials) -> None:
    with pytest.raises(StackError, match="no camera or microphone without HTTPS") as refusal:
        plan_stack(StackSettings(host=ELSEWHERE), credentials)
    assert f"--host {ELSEWHERE} --cert FILE --key FILE" in str(refusal.value)


def test_certificate_without_key_is_refused(credentials: Credentials, tls_files: dict[str, Path]) -> None:
    with pytest.raises(StackError, match="both --cert FILE and --key FILE"):
        plan_stack(StackSettings(tls_cert=tls_files["tls_cert"]), credentials)


def test_a_missing_certificate_file_is_named(credentials: Credentials, tmp_path: Path) -> None:
    settings = StackSettings(host=ELSEWHERE, tls_cert=tmp_path / "none.pem", tls_key=tmp_path / "none.key")
    with pytest.raises(StackError, match=r"none\.pem"):
        plan_stack(settings, credentials)


def test_with_a_certificate_browsers_are_told_https_and_wss_only(
    credentials: Credentials, tls_files: dict[str, Path]
) -> None:
    # The inner port is taken from loopback, so nothing here needs the address to be this machine's.
    settings = StackSettings.model_validate({"host": ELSEWHERE, **tls_files})
    plan = plan_stack(settings, credentials)
    assert plan.web_url == f"https://{ELSEWHERE}:8080"
    assert plan.sfu.public_url == f"wss://{ELSEWHERE}:7443"
    assert plan.backend_url == f"http://127.0.0.1:{plan.inner_port}"
    assert plan.embedded_sfu is not None
    assert plan.embedded_sfu.media_address == ELSEWHERE
    assert plan.embedded_sfu.tcp_port == 7881


@pytest.mark.parametrize("host", ["0.0.0.0", "no such name"])
def test_a_host_that_is_no_single_address_is_refused(credentials: Credentials, host: str) -> None:
    with pytest.raises(StackError, match="--host"):
        plan_stack(StackSettings(host=host), credentials)


@pytest.mark.parametrize(
    ("given", "backend", "agent"),
    [
        ("wss://sfu.example.org", "https://sfu.example.org", "wss://sfu.example.org"),
        ("https://sfu.example.org", "https://sfu.example.org", "wss://sfu.example.org"),
        ("ws://10.0.0.5:7880", "http://10.0.0.5:7880", "ws://10.0.0.5:7880"),
    ],
)
def test_any_livekit_can_be_used_by_url_and_keys(
    credentials: Credentials, given: str, backend: str, agent: str
) -> None:
    plan = plan_stack(
        StackSettings(sfu_url=given, sfu_api_key="key", sfu_api_secret=SecretStr("s" * 32)), credentials
    )
    assert plan.embedded_sfu is None
    assert (plan.sfu.backend_url, plan.sfu.agent_url, plan.sfu.public_url) == (backend, agent, agent)
    assert len(plan.listeners) == 1


def test_an_sfu_of_ones_own_may_look_different_from_outside(credentials: Credentials) -> None:
    settings = StackSettings(
        sfu_url="ws://10.0.0.5:7880",
        sfu_public_url="wss://sfu.example.org",
        sfu_api_key="key",
        sfu_api_secret=SecretStr("s" * 32),
    )
    assert plan_stack(settings, credentials).sfu.public_url == "wss://sfu.example.org"


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        (StackSettings(sfu_url="wss://sfu.example.org"), "PARLEY_SFU_API_KEY"),
        (
            StackSettings(sfu_url="sfu:7880", sfu_api_key="k", sfu_api_secret=SecretStr("s" * 32)),
            "must look like",
        ),
        (StackSettings(sfu_url="ws://sfu", sfu_api_key="k", sfu_api_secret=SecretStr("s" * 31)), "too weak"),
    ],
)
def test_half_an_sfu_setting_is_refused(credentials: Credentials, settings: StackSettings, word: str) -> None:
    with pytest.raises(StackError, match=word):
        plan_stack(settings, credentials)

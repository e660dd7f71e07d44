from importlib.metadata import version
from pathlib import Path

import pytest

from parley.agent.engines import weights
from parley.agent.engines.deepgram import handshake
from parley.agent.engines.deepgram.handshake import KEY_MISSING
from parley.stack import checks
from parley.stack.credentials import load_or_create
from parley.stack.settings import StackSettings
from tests.unit.agent.engines.model_folder import write_model

pytestmark = pytest.mark.unit


def test_packages_as_locked_are_fine(tmp_path: Path) -> None:
    lock = tmp_path / "stack.lock"
    lock.write_text(f"pydantic=={version('pydantic')} \\\n    --hash=sha256:00\n    # via parley\n")
    finding = checks.packages(lock)
    assert finding.is_fine
    assert finding.detail == "1 as locked"


def test_a_package_of_another_version_and_a_missing_one_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "stack.lock"
    lock.write_text(
        "pydantic==0.0.1 \\\nno-such-package-here==1.0 \\\nonly-elsewhere==1 ; sys_platform == 'x' \\\n"
    )
    finding = checks.packages(lock)
    assert not finding.is_fine
    assert f"pydantic is {version('pydantic')} instead of 0.0.1" in finding.detail
    assert "no-such-package-here is missing" in finding.detail
    assert "only-elsewhere" not in finding.detail
    assert "make setup" in finding.mend


def test_a_web_client_that_is_not_built_is_missing(tmp_path: Path) -> None:
    finding = checks.web_build(tmp_path)
    assert (finding.is_fine, finding.mend) == (False, "make setup")
    (tmp_path / "index.html").write_text("")
    assert checks.web_build(tmp_path).is_fine


def test_incomplete_weights_are_missing_and_the_mend_is_theirs(tmp_path: Path) -> None:
    finding = checks.speech_weights(StackSettings(whisper_model_dir=tmp_path))
    assert not finding.is_fine
    assert "model.bin" in finding.detail
    assert "PARLEY_WHISPER_MODEL_DIR" in finding.mend


def test_garbage_in_a_folder_of_weights_is_found_before_anything_starts(tmp_path: Path) -> None:
    (write_model(tmp_path) / "model.bin").write_bytes(b"not a model")
    finding = checks.speech_weights(StackSettings(whisper_model_dir=tmp_path))
    assert not finding.is_fine
    assert str(tmp_path / "") in finding.detail
    assert "PARLEY_WHISPER_MODEL_DIR" in finding.mend
    write_model(tmp_path)
    assert checks.speech_weights(StackSettings(whisper_model_dir=tmp_path)).is_fine


def test_packaged_weights_of_another_checksum_are_to_be_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_packaged_dir", lambda: write_model(tmp_path))
    finding = checks.speech_weights(StackSettings())
    assert not finding.is_fine
    assert "SHA-256" in finding.detail
    assert finding.mend == weights.WEIGHTS_MEND


def test_packaged_weights_that_are_missing_are_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_packaged_dir", lambda: None)
    finding = checks.speech_weights(StackSettings())
    assert (finding.is_fine, finding.mend) == (False, weights.WEIGHTS_MEND)


@pytest.mark.parametrize("engine", ["off", "fake", "pocketsphinx"])
def test_an_engine_without_weights_lacks_none(engine: str, tmp_path: Path) -> None:
    settings = StackSettings(speech_engine=engine, whisper_model_dir=tmp_path)
    assert checks.speech_weights(settings).is_fine


def test_secrets_that_others_can_read_are_a_finding_with_the_command(tmp_path: Path) -> None:
    assert checks.secrets(tmp_path).is_fine, "none yet is no fault"
    load_or_create(tmp_path)
    assert checks.secrets(tmp_path).is_fine
    (tmp_path / "secrets.json").chmod(0o644)
    assert checks.secrets(tmp_path).mend == f"chmod 600 {tmp_path / 'secrets.json'}"


def test_damaged_secrets_are_a_finding_that_does_not_quote_them(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").touch(mode=0o600)
    (tmp_path / "secrets.json").write_text('{"service_token": "hush-hush"}')
    finding = checks.secrets(tmp_path)
    assert not finding.is_fine
    assert "hush-hush" not in finding.detail + finding.mend


def test_a_data_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not checks.data_folder(tmp_path / "file").is_fine
    assert checks.data_folder(tmp_path / "not" / "yet").is_fine


def test_with_an_sfu_elsewhere_no_livekit_server_is_needed_but_keys_are() -> None:
    finding = checks.livekit_server(StackSettings(sfu_url="wss://sfu.example.org"))
    assert (finding.what, finding.is_fine) == ("SFU", False)
    assert "PARLEY_SFU_API_SECRET" in finding.mend


def test_tools_for_tests_are_never_required() -> None:
    assert {finding.is_required for finding in checks.test_tools()} == {False}


@pytest.mark.parametrize("chosen", [{}, {"speech_engine": "whisper", "deepgram_api_key": "dg"}])
def test_an_engine_elsewhere_that_is_not_used_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, object]
) -> None:
    monkeypatch.setattr(handshake, "problem_with", pytest.fail)
    assert list(checks.cloud_engine(StackSettings.model_validate(chosen))) == []


def test_a_key_that_is_missing_is_named_with_its_mend() -> None:
    [finding] = checks.cloud_engine(StackSettings(speech_engine="deepgram"))
    assert (finding.what, finding.is_fine) == ("Deepgram", False)
    assert f"{finding.detail}: {finding.mend}." == KEY_MISSING

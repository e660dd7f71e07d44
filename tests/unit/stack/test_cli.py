import tomllib
from pathlib import Path

import pytest

from parley.cli import COMMANDS, main

pytestmark = pytest.mark.unit


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--help"])
    assert ending.value.code == 0
    said = capsys.readouterr().out
    assert set(COMMANDS) == {"up", "rehearse", "doctor", "probe-turn", "backend", "agent"}
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("words", [[], ["sing"], ["up", "--nonsense"]])
def test_a_mistyped_command_ends_with_status_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(words)
    assert ending.value.code == 2


@pytest.mark.parametrize("command", ["backend", "agent"])
def test_missing_secrets_are_named_and_given_ones_not_shown(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_SFU_API_KEY", "hush-hush")
    assert main([command]) == 2
    said = capsys.readouterr().err
    assert "PARLEY_SERVICE_TOKEN: is not set. `parley up` makes it by itself" in said
    assert "hush-hush" not in said


@pytest.mark.parametrize("command", ["backend", "agent"])
def test_a_process_says_of_its_settings_whether_they_can_be_used_and_starts_nothing(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PARLEY_SFU_API_KEY", "PARLEY_SFU_API_SECRET", "PARLEY_SERVICE_TOKEN"):
        monkeypatch.setenv(name, "s" * 43)
    assert main([command, "--check"]) == 0
    monkeypatch.setenv("PARLEY_GLOSSARY", "/nonexistent")
    monkeypatch.setenv("PARLEY_TLS_CERT", "/srv/cert.pem")
    assert main([command, "--check"]) == 2
    said = capsys.readouterr().err
    assert "PARLEY_TLS_KEY go together" in said if command == "backend" else "PARLEY_GLOSSARY" in said


@pytest.mark.parametrize("port", ["70000", "-1", "http", "²"])
def test_up_refuses_a_port_that_cannot_be_by_the_name_of_its_option(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["up", f"--port={port}"])
    assert ending.value.code == 2
    said = capsys.readouterr().err
    assert f"argument --port: {port} is no port: give a number from 0 to 65535" in said
    assert "PARLEY_PORT" not in said


def test_up_refuses_a_port_of_the_environment_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_PORT", "70000")
    assert main(["up"]) == 1
    said = capsys.readouterr().err
    assert "PARLEY_PORT" in said
    assert said.count("\n") == 1


def test_a_refused_host_leaves_no_secrets_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data_dir = tmp_path / "data"
    assert main(["up", "--host", "192.0.2.7", "--data-dir", str(data_dir)]) == 1
    assert "without HTTPS" in capsys.readouterr().err
    assert not data_dir.exists()


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--version"])
    assert ending.value.code == 0
    pyproject = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert capsys.readouterr().out == f"parley {pyproject['project']['version']}\n"

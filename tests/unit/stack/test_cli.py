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
    assert "PARLEY_SERVICE_TOKEN: Field required" in said
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


def test_up_refuses_a_port_that_cannot_be_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--port", "70000"]) == 1
    said = capsys.readouterr().err
    assert "PARLEY_PORT" in said
    assert said.count("\n") == 1

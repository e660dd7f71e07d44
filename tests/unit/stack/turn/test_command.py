"""What `parley probe-turn` refuses to start with."""

import json
from pathlib import Path

import pytest

from parley.cli import main

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["turn.example.org"], "--secret-file FILE"),
        (
            ["turn.example.org", "--secret-file", "none", "--peer", "192.0.2.7"],
            "Cannot read none: name the file",
        ),
        (["turn.example.org", "--secret-file", "secret", "--peer", "sfu"], "sfu is no IP address"),
        (
            ["turn.example.org", "--secret-file", "secret", "--peer", "192.0.2.7", "--ca", "secret"],
            "--ca secret holds no certificate",
        ),
        (["--data-dir", "empty"], "Cannot read empty/livekit.yaml: start with `parley up --turn`"),
        (["--data-dir", "plain"], "start with `parley up --turn`"),
        (["--data-dir", "other"], "start with `parley up --turn`"),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    words: list[str],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text("s" * 43)
    for name, text in (("plain", json.dumps({"rtc": {"node_ip": "127.0.0.1"}})), ("other", "rtc: {}")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "livekit.yaml").write_text(text)
    assert main(["probe-turn", *words]) == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "-1", "turn"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["probe-turn", "turn.example.org", "--port", port])
    assert ending.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_a_setting_that_does_not_fit_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_PORT", "eighty")
    assert main(["probe-turn"]) == 2
    assert "setting PARLEY_PORT" in capsys.readouterr().err

import json
from argparse import Namespace

import pytest

from parley.stack import doctor
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings

pytestmark = pytest.mark.unit

FINE = Finding("python", True, "3.12")
MISSING = Finding("web client", False, "not built", "make setup")
NOTE = Finding("chromium", False, "for browser tests", "apt-get install chromium", is_required=False)


def found(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    def all_findings(_settings: StackSettings) -> list[Finding]:
        return list(findings)

    monkeypatch.setattr(doctor, "all_findings", all_findings)


@pytest.mark.parametrize(("findings", "status"), [((FINE,), 0), ((FINE, NOTE), 0), ((FINE, MISSING), 1)])
def test_status_is_0_only_if_nothing_required_is_missing(
    monkeypatch: pytest.MonkeyPatch, findings: tuple[Finding, ...], status: int
) -> None:
    found(monkeypatch, *findings)
    assert doctor.run(Namespace(json=False)) == status


def test_each_missing_thing_comes_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found(monkeypatch, FINE, MISSING)
    doctor.run(Namespace(json=False))
    said = capsys.readouterr().out
    assert "MISSING  web client" in said
    assert "mend it: make setup" in said


def test_json_says_the_same(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found(monkeypatch, FINE, MISSING)
    assert doctor.run(Namespace(json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["is_whole"] is False
    assert document["findings"][1]["mend"] == "make setup"


def test_a_setting_that_cannot_be_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_PORT", "eighty")
    assert doctor.run(Namespace(json=False)) == 1
    assert "PARLEY_PORT" in capsys.readouterr().out

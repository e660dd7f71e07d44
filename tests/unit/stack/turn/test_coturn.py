import shutil
from pathlib import Path

import pytest

from parley.stack.errors import CoturnMissing
from parley.stack.settings import StackSettings
from parley.stack.turn.check import coturn
from parley.stack.turn.coturn import INSTALL, find_coturn

pytestmark = pytest.mark.unit


def program(folder: Path, says: str) -> Path:
    path = folder / "turnserver"
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def no_coturn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)


@pytest.mark.usefixtures("no_coturn")
def test_a_missing_coturn_is_named_with_the_command_that_mends_it() -> None:
    with pytest.raises(CoturnMissing, match="apt-get install coturn"):
        find_coturn(None)


@pytest.mark.usefixtures("no_coturn")
@pytest.mark.parametrize("is_wanted", [True, False])
def test_only_a_stack_with_a_relay_lacks_it(is_wanted: bool) -> None:
    finding = coturn(StackSettings(turn=is_wanted))
    assert (finding.is_fine, finding.is_required, finding.mend) == (False, is_wanted, INSTALL)


def test_one_that_is_new_enough_is_taken_with_its_version(tmp_path: Path) -> None:
    binary = program(tmp_path, "4.6.1")
    assert find_coturn(binary) == (binary, "4.6.1")
    assert coturn(StackSettings(turnserver=binary)).detail == f"4.6.1, {binary}"
    assert find_coturn(program(tmp_path, "5.0"))[1] == "5.0"


@pytest.mark.parametrize(("says", "why"), [("4.5.2", "4.6 or newer"), ("hello", "PARLEY_TURNSERVER")])
def test_an_old_one_and_something_else_are_refused(tmp_path: Path, says: str, why: str) -> None:
    binary = program(tmp_path, says)
    with pytest.raises(CoturnMissing, match=why):
        find_coturn(binary)
    assert "PARLEY_TURNSERVER" in coturn(StackSettings(turnserver=binary)).mend


def test_a_binary_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CoturnMissing, match="PARLEY_TURNSERVER"):
        find_coturn(tmp_path / "none")

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parley.stack.checks import test_tools as tools_that_doctor_names
from parley.stack.settings import repository_root

pytestmark = pytest.mark.unit


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of tools/setup, which is run as a folder and is no package."""
    monkeypatch.syspath_prepend(str(repository_root() / "tools" / "setup"))

    def module(name: str) -> ModuleType:
        return importlib.import_module(name)

    return module


def write_lock(web: Path, locked: dict[str, Any], installed: dict[str, Any]) -> None:
    (web / "node_modules").mkdir(exist_ok=True)
    (web / "package-lock.json").write_text(json.dumps({"packages": locked}))
    (web / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": installed}))


ZOD = {"version": "4.6.7", "integrity": "sha512-zod"}


def test_a_step_is_fresh_until_its_files_change(setup: Any, tmp_path: Path) -> None:
    stamps = setup("stamps")
    lock = tmp_path / "some.lock"
    lock.write_text("a==1")
    kept = stamps.Stamps(tmp_path)
    before = stamps.fingerprint([lock])
    assert not kept.is_fresh("packages", before)
    kept.done("packages", before)
    assert stamps.Stamps(tmp_path).is_fresh("packages", before)
    lock.write_text("a==2")
    assert not kept.is_fresh("packages", stamps.fingerprint([lock]))


def test_a_new_or_moved_source_file_changes_the_fingerprint(setup: Any, tmp_path: Path) -> None:
    stamps = setup("stamps")
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("x")
    before = stamps.fingerprint([one])
    one.rename(other)
    assert stamps.fingerprint([other]) != before


def test_installed_web_packages_must_be_the_locked_ones(setup: Any, tmp_path: Path) -> None:
    web_client = setup("web_client")
    write_lock(tmp_path, {"node_modules/zod": ZOD}, {"node_modules/zod": ZOD})
    web_client._require_as_locked(tmp_path)
    for changed in ({**ZOD, "version": "4.6.8"}, {**ZOD, "integrity": "sha512-other"}):
        write_lock(tmp_path, {"node_modules/zod": ZOD}, {"node_modules/zod": changed})
        with pytest.raises(setup("stamps").SetupFailed, match="node_modules/zod"):
            web_client._require_as_locked(tmp_path)


def test_only_optional_packages_may_come_beside_the_lock(setup: Any, tmp_path: Path) -> None:
    web_client = setup("web_client")
    write_lock(tmp_path, {}, {"node_modules/swc-darwin": {"version": "1", "optional": True}})
    web_client._require_as_locked(tmp_path)
    write_lock(tmp_path, {}, {"node_modules/stranger": {"version": "1"}})
    with pytest.raises(setup("stamps").SetupFailed, match="stranger"):
        web_client._require_as_locked(tmp_path)


def test_a_lock_of_another_package_json_is_refused(setup: Any, tmp_path: Path) -> None:
    web_client = setup("web_client")
    (tmp_path / "package.json").write_text(json.dumps({"dependencies": {"zod": "4.6.7"}}))
    write_lock(tmp_path, {"": {"dependencies": {"zod": "4.6.6"}}}, {})
    with pytest.raises(setup("stamps").SetupFailed, match="does not fit"):
        web_client._require_lock_of_these(tmp_path)


def test_the_sample_meeting_gets_speech_or_one_message_that_names_the_ways(
    setup: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    debian = setup("debian")
    monkeypatch.setenv("PATH", str(tmp_path))  # no espeak-ng, no apt-get
    recorded = debian.SystemPackage("pocketsphinx-testdata", folder=tmp_path / "librivox")
    monkeypatch.setattr(debian, "RECORDED_SPEECH", recorded)
    with pytest.raises(setup("stamps").SetupFailed, match="pocketsphinx-testdata or espeak-ng"):
        debian.provide_sample_speech()
    (tmp_path / "librivox").mkdir()
    debian.provide_sample_speech()
    (tmp_path / "librivox").rmdir()
    (tmp_path / "espeak-ng").touch(mode=0o755)
    debian.provide_sample_speech()


def test_make_demo_provides_what_it_plays() -> None:
    makefile = (repository_root() / "Makefile").read_text()
    [recipe] = [part for part in makefile.split("\n\n") if part.startswith("demo:")]
    assert "tools/setup demo" in recipe


def test_of_a_chatty_command_only_its_errors_are_seen(
    setup: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    stamps = setup("stamps")
    command = ["/bin/sh", "-c", "echo added 287 packages; echo no space left >&2; exit 1"]
    with pytest.raises(stamps.SetupFailed, match="not installed"):
        stamps.run(command, tmp_path, "not installed", is_chatty=True)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "no space left\n")


def test_doctor_looks_for_all_that_set_up_provides_for_tests(setup: Any) -> None:
    provided = {package.name for package in setup("debian").FOR_TESTS}
    of_their_own = {"coturn"}  # the relay's check names it, whether tests or people need it
    assert {finding.what for finding in tools_that_doctor_names()} == provided - of_their_own


def test_what_the_build_does_not_read_does_not_rebuild_the_client(setup: Any, tmp_path: Path) -> None:
    web_client = setup("web_client")
    for name in ("src/main.tsx", "e2e/meeting.spec.ts", "netlab/loss.spec.ts"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("")
    assert [path.name for path in web_client._sources(tmp_path)] == ["main.tsx"]

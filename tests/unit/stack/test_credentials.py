import json
import stat
from pathlib import Path

import pytest

from parley.stack.credentials import SECRETS_FILE, load_or_create
from parley.stack.errors import StackError

pytestmark = pytest.mark.unit


def test_first_start_makes_secrets_that_only_their_owner_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    load_or_create(folder)
    assert stat.S_IMODE((folder / SECRETS_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_secrets_are_long_and_all_different(tmp_path: Path) -> None:
    made = load_or_create(tmp_path)
    secrets = [made.backend_sfu.secret, made.agent_sfu.secret, made.service_token]
    assert all(len(secret) >= 43 for secret in secrets)
    assert len(set(secrets)) == 3
    assert made.backend_sfu.key != made.agent_sfu.key


def test_secrets_stay_the_same_over_starts(tmp_path: Path) -> None:
    assert load_or_create(tmp_path) == load_or_create(tmp_path)


def test_two_deployments_share_no_secret(tmp_path: Path) -> None:
    one, other = load_or_create(tmp_path / "one"), load_or_create(tmp_path / "other")
    assert one.service_token != other.service_token


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, mode: int
) -> None:
    load_or_create(tmp_path)
    (tmp_path / SECRETS_FILE).chmod(mode)
    with pytest.raises(StackError, match=r"chmod 600 .*secrets\.json"):
        load_or_create(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"service_token": "hush-hush"}', "\x00"])
def test_a_damaged_file_is_refused_and_not_quoted(tmp_path: Path, content: str) -> None:
    path = tmp_path / SECRETS_FILE
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(StackError, match="damaged") as refusal:
        load_or_create(tmp_path)
    assert "hush-hush" not in str(refusal.value)
    assert path.read_text() == content, "a damaged file is never overwritten"


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match="Cannot use the data folder"):
        load_or_create(tmp_path / "file" / "data")


def test_the_file_is_json_that_other_tools_can_read(tmp_path: Path) -> None:
    made = load_or_create(tmp_path)
    assert json.loads((tmp_path / SECRETS_FILE).read_text())["service_token"] == made.service_token


def test_secrets_of_an_older_version_keep_theirs_and_get_what_is_new(tmp_path: Path) -> None:
    first = load_or_create(tmp_path)
    older = first.model_dump(exclude={"turn_secret"})
    (tmp_path / "secrets.json").write_text(json.dumps(older))
    found = load_or_create(tmp_path)
    assert found.model_dump(exclude={"turn_secret"}) == older
    assert len(found.turn_secret) >= 32
    assert load_or_create(tmp_path) == found, "made once"
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600

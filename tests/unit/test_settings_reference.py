"""Every setting says what it is for, and the reference page tells all of them."""

import importlib
from typing import Any

import pytest

from parley.stack.settings import repository_root

pytestmark = pytest.mark.unit


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tool, which is run as a file and is in no package."""
    monkeypatch.syspath_prepend(str(repository_root() / "tools"))
    return importlib.import_module("settings_reference")


def test_the_page_is_what_the_classes_say(reference: Any) -> None:
    assert reference.PAGE.read_text() == reference.page(), "run `make gen`"


def test_every_setting_has_one_sentence_and_every_duration_its_unit(reference: Any) -> None:
    for process, settings in reference.PROCESSES.items():
        for name, field in settings.model_fields.items():
            sentence = field.description or ""
            assert sentence.endswith("."), (process, name, "has no sentence")
            assert ". " not in sentence, (process, name, "has more than one sentence")
            assert not name.endswith("_s") or "Seconds" in sentence, (process, name, "does not name its unit")


def test_a_row_tells_variable_process_type_default_and_meaning(reference: Any) -> None:
    rows = reference.page().splitlines()
    drain = next(row for row in rows if "PARLEY_AGENT_DRAIN_S" in row)
    assert drain.startswith(
        "| `PARLEY_AGENT_DRAIN_S` | `parley agent` | whole number, 0 or more | `0` | Seconds"
    )
    assert sum("`PARLEY_SFU_URL`" in row for row in rows) == 3
    engine = next(row for row in rows if "PARLEY_SPEECH_ENGINE` | `parley agent" in row)
    assert "`auto`, `deepgram`, `whisper`, `pocketsphinx`, `fake`, `off` | `auto`" in engine


def test_secrets_and_folders_of_this_machine_show_no_default(reference: Any) -> None:
    page = reference.page()
    secrets = [row for row in page.splitlines() if "| secret |" in row]
    assert len(secrets) == 10
    assert all("| secret | required |" in row or "| secret | unset |" in row for row in secrets)
    assert str(repository_root()) not in page

"""A worker whose outbox cannot be opened says which, and what to do, and does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("kind", ["damaged", "no folder"])
def test_an_outbox_that_cannot_be_opened_is_named(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "data"
    if kind == "damaged":
        folder.mkdir()
        (folder / "outbox.db").write_bytes(b"this is no database " * 1_000)
    else:
        folder.write_bytes(b"")
    environment = os.environ | {
        "PARLEY_DATA_DIR": str(folder),
        "PARLEY_SERVICE_TOKEN": "of-this-test",
        "PARLEY_SFU_API_KEY": "key",
        "PARLEY_SFU_API_SECRET": "secret",
    }
    agent = subprocess.run(
        [sys.executable, "-m", "parley", "agent"],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = agent.stderr.decode()
    assert agent.returncode == 2
    assert str(folder / "outbox.db") in said
    assert "Make room on its disk" in said
    assert "Traceback" not in said

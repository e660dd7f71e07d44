"""`parley doctor` on settings that one of the processes would not start on: it asks them themselves."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.timeout(200)]


def doctor(tmp_path: Path, **variables: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit status, and what is missing."""
    done = subprocess.run(
        [sys.executable, "-m", "parley", "doctor", "--json"],
        env={**os.environ, "PARLEY_DATA_DIR": str(tmp_path / "data"), **variables},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    findings = json.loads(done.stdout)["findings"]
    return done.returncode, [
        finding for finding in findings if finding["is_required"] and not finding["is_fine"]
    ]


def test_where_nothing_is_missing_it_says_so(tmp_path: Path) -> None:
    assert doctor(tmp_path) == (0, [])
    assert not (tmp_path / "data").exists(), "it changes nothing"


def test_every_setting_that_a_process_would_refuse_is_missing_something(tmp_path: Path) -> None:
    refused = {
        "PARLEY_SPEECH_ENGINE": "whispr",
        "PARLEY_GLOSSARY": "/nonexistent",
        "PARLEY_AGENT_MAX_JOBS": "0",
        "PARLEY_TOKEN_TTL_S": "9999",
    }
    status, missing = doctor(tmp_path, **refused)
    assert status == 1
    for name in refused:
        [finding] = [finding for finding in missing if name in finding["detail"]]
        assert finding["mend"] == "correct or unset that variable"


def test_an_address_that_needs_a_certificate_is_missing_one(tmp_path: Path) -> None:
    status, [finding] = doctor(tmp_path, PARLEY_HOST="192.0.2.7")
    assert status == 1
    assert "HTTPS" in finding["detail"]

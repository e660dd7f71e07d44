"""`parley up` on a LiveKit of one's own (PARLEY_SFU_URL): a meeting is held there, captioned and stored."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import soundfile

from parley.rehearsal.report import Report
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips
from tests.integration.livekit_server import running_livekit
from tests.integration.stack.conftest import Up, starting

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not TESTDATA.is_dir(), reason="pocketsphinx-testdata is not installed"),
]

SECONDS = 4


def test_a_meeting_on_a_livekit_of_ones_own_is_captioned_and_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wav, report_file = tmp_path / "reading.wav", tmp_path / "report.json"
    _, samples = transcribed_clips(TESTDATA / "librivox", "transcription")[0]
    soundfile.write(wav, samples[: SECONDS * TESTDATA_RATE_HZ], TESTDATA_RATE_HZ)
    with running_livekit(tmp_path) as sfu, starting(tmp_path) as start:
        monkeypatch.setenv("PARLEY_SFU_URL", sfu.ws_url)
        monkeypatch.setenv("PARLEY_SFU_API_KEY", sfu.api_key)
        monkeypatch.setenv("PARLEY_SFU_API_SECRET", sfu.api_secret)
        up = start("--port", str(sfu.webhook_port))
        up.until_said("captions")
        done = _rehearsed(up, wav, report_file)
        assert done.returncode == 0, done.stdout + done.stderr
        assert httpx.get(f"{up.url}/config.json").json()["sfu_url"] == sfu.ws_url
        assert not (up.data_dir / "logs" / "livekit-server.log").exists(), "no other SFU was started"
    report = Report.model_validate_json(report_file.read_text(encoding="utf-8"))
    assert report.live_equals_stored
    assert report.stored_segments == len(report.segments) >= 1


def _rehearsed(up: Up, wav: Path, report: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "parley", "rehearse", "--url", up.url]
    return subprocess.run(
        [*command, "--speaker", f"Elinor={wav}", "--json", str(report)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

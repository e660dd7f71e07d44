"""With PARLEY_NO_EGRESS nothing leaves the machine: a whole meeting where the only way out is watched."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import soundfile

from parley.rehearsal.report import Report
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips
from parley.stack.settings import repository_root

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None,
        reason="a network namespace takes root, unshare and iproute2",
    ),
    pytest.mark.skipif(not TESTDATA.is_dir(), reason="pocketsphinx-testdata is not installed"),
]

# What clients are told instead of a third party's STUN server (stack/livekit_config.py): a name that never
# exists (RFC 6761). WebRTC asks the resolver for it all the same; the question holds nothing of the meeting.
NO_SUCH_NAME = {"10.255.255.2:53 stun.invalid"}


@dataclass(frozen=True)
class Sealed:
    status: int
    left: list[str]
    output: str


def sealed(folder: Path, *command: str, **variables: str) -> Sealed:
    """Runs `parley …` where everything that leaves is noted."""
    report = folder / "sealed.json"
    with tempfile.TemporaryDirectory(prefix="ps-") as temporary:  # short: a unix socket's path has a limit
        done = subprocess.run(
            [
                *(
                    "unshare",
                    "--net",
                    "--mount",
                    sys.executable,
                    "-m",
                    "tests.e2e.sealed_machine",
                    str(report),
                ),
                *(sys.executable, "-m", "parley", *command),
            ],
            env={**os.environ, "TMPDIR": temporary, **variables},
            cwd=repository_root(),
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(report.read_text())
    return Sealed(seen["status"], seen["left"], done.stdout + done.stderr)


def test_a_whole_meeting_with_captions_and_notes_sends_nothing_out(tmp_path: Path) -> None:
    wav, report = tmp_path / "elinor.wav", tmp_path / "report.json"
    text, samples = transcribed_clips(TESTDATA / "librivox", "transcription")[0]
    soundfile.write(wav, samples, TESTDATA_RATE_HZ)
    speaker = ("--speaker", f"Elinor={wav}", "--json", str(report))
    done = sealed(tmp_path, "rehearse", *speaker, PARLEY_NO_EGRESS="true")
    assert done.status == 0, done.output
    meeting = Report.model_validate_json(report.read_text(encoding="utf-8"))
    heard = " ".join(segment.text for segment in meeting.segments)
    assert len(heard.split()) > len(text.split()) / 2
    assert meeting.notes is not None
    assert set(done.left) <= NO_SUCH_NAME


def test_where_a_key_is_set_the_same_watch_sees_the_way_out(tmp_path: Path) -> None:
    done = sealed(tmp_path, "doctor", PARLEY_DEEPGRAM_API_KEY="dg")
    assert "Deepgram" in done.output
    assert done.left == ["10.255.255.2:53 api.deepgram.com"]


def test_a_key_beside_no_egress_stops_before_anything_is_sent(tmp_path: Path) -> None:
    done = sealed(tmp_path, "up", PARLEY_DEEPGRAM_API_KEY="dg", PARLEY_NO_EGRESS="true")
    assert done.status != 0
    assert "PARLEY_NO_EGRESS: PARLEY_DEEPGRAM_API_KEY gives sound to an engine outside" in done.output
    assert done.left == []

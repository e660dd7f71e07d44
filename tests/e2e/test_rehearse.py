"""`parley rehearse` as an operator runs it: two people who talk over each other, on a stack of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import soundfile

from parley.rehearsal.attribution import misattributed
from parley.rehearsal.composition import Scene, composed_cast
from parley.rehearsal.report import Report
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ, transcribed_clips

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

REHEARSAL_TIMEOUT_S = 200


def rehearse(*arguments: str, temporary: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a temporary folder of its own, and these variables."""
    environment = {**os.environ, "TMPDIR": str(temporary), **variables}
    command = [sys.executable, "-m", "parley", "rehearse", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=REHEARSAL_TIMEOUT_S, check=False
    )


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Short, since a unix socket's path may have 108 characters only; left empty by whoever cleans up."""
    with tempfile.TemporaryDirectory(prefix="pr-") as folder:
        yield Path(folder)


@pytest.fixture
def readings(tmp_path: Path) -> list[str]:
    """Arguments for two speakers with references; the second begins while the first still speaks."""
    arguments = []
    clips = transcribed_clips(TESTDATA / "librivox", "transcription")
    for name, (text, samples), start in (("Elinor", clips[0], ""), ("Marianne", clips[2], "@4.5")):
        wav, reference = tmp_path / f"{name}.wav", tmp_path / f"{name}.txt"
        soundfile.write(wav, samples, TESTDATA_RATE_HZ)
        reference.write_text(text, encoding="utf-8")
        arguments += ["--speaker", f"{name}={wav}{start}", "--reference", f"{name}={reference}"]
    return arguments


def test_two_people_who_overlap_are_captioned_and_stored(
    tmp_path: Path, temporary: Path, readings: list[str]
) -> None:
    file, operators = tmp_path / "report.json", tmp_path / "operators.db"
    done = rehearse(
        *readings,
        *("--listeners", "2", "--read", "es", "--read", "en", "--json", str(file)),
        temporary=temporary,
        PARLEY_DATABASE_URL=f"sqlite+aiosqlite:///{operators}",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not operators.exists(), "a stack of its own keeps away from the operator's database"
    report = Report.model_validate_json(file.read_text(encoding="utf-8"))
    assert report.live_equals_stored
    assert report.stored_segments == len(report.segments) >= 2
    assert {segment.speaker for segment in report.segments} == {
        speaker.identity for speaker in report.speakers
    }
    for speaker in report.speakers:
        assert speaker.segments > 0
        assert speaker.wer is not None
        assert speaker.wer <= 0.25
    for timing in (report.timings_ms.word_to_partial, report.timings_ms.speech_end_to_final):
        assert timing.count > 0
        assert timing.p50 is not None
        assert 0 < timing.p50 < 10_000
    translated = report.timings_ms.final_to_translation["es"]
    assert translated.count == report.stored_segments
    assert translated.p95 is not None
    assert 0 <= translated.p95 < 5_000
    assert all(set(segment.translations) == {"es"} for segment in report.segments)
    assert all(segment.translations["es"] != segment.text for segment in report.segments)
    assert report.timings_ms.final_to_translation["en"].count == 0
    assert "apertium" in {engine.name for engine in report.engines}
    assert report.timings_ms.agent_heard.count == 2
    assert report.timings_ms.connect.count == 6
    assert report.billed_speech_ms <= 1.05 * report.speech_ms + 800 * report.utterances
    assert report.billed_speech_ms > report.speech_ms / 2
    assert report.notes is not None
    stored = {segment.segment_id for segment in report.segments}
    lines = [line for chapter in report.notes.chapters for line in chapter.lines]
    assert lines
    assert all(set(line.evidence) <= stored for line in lines)
    assert "Elinor" in done.stdout
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


def test_eight_people_who_all_talk_at_once_are_captioned_each_under_their_own_name(
    tmp_path: Path, temporary: Path
) -> None:
    file = tmp_path / "report.json"
    done = rehearse("--people", "8", "--json", str(file), temporary=temporary)
    assert done.returncode == 0, done.stdout + done.stderr
    report = Report.model_validate_json(file.read_text(encoding="utf-8"))
    said = {part.name: part.reference or "" for part in composed_cast(Scene(8)).parts}
    names = {speaker.identity: speaker.name for speaker in report.speakers}
    assert misattributed([(names[one.speaker], one.text) for one in report.segments], said) == []
    assert {names[one.speaker] for one in report.segments} == set(said)
    assert report.live_equals_stored


@pytest.mark.parametrize("arguments", [("--people", "9"), ("--people", "2", "--speaker", "Maria=maria.wav")])
def test_people_that_cannot_be_are_refused_before_anything_starts(
    temporary: Path, arguments: tuple[str, ...]
) -> None:
    done = rehearse(*arguments, temporary=temporary)
    assert done.returncode == 2
    assert "--people" in done.stderr
    assert list(temporary.iterdir()) == []


def test_a_language_that_is_not_translated_is_refused_before_the_meeting_begins(temporary: Path) -> None:
    done = rehearse("--read", "es", "--read", "de", temporary=temporary, PARLEY_TRANSLATION_ENGINE="apertium")
    assert done.returncode == 1
    said = " ".join(done.stderr.split())
    assert "--read de: this deployment does not translate into it" in said
    assert "into ca, es" in said
    assert "Playing" not in done.stdout
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_rehearsal_leaves_nothing_behind(
    temporary: Path, readings: list[str], number: signal.Signals
) -> None:
    # A shell that runs the tests in the background has them, and all they start, ignore SIGINT.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "parley", "rehearse", *readings]
    running = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    for line in running.stdout:
        if line.startswith("Playing"):
            break
    running.send_signal(number)
    _, complaints = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Interrupted" in complaints
    assert "Traceback" not in complaints
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


@pytest.mark.parametrize(
    ("content", "says"), [(None, "is not a file"), (b"", "is empty"), (b"no sound", "not a WAV")]
)
def test_a_recording_that_cannot_be_played_ends_it_before_anything_starts(
    tmp_path: Path, temporary: Path, content: bytes | None, says: str
) -> None:
    wav = tmp_path / "maria.wav"
    if content is not None:
        wav.write_bytes(content)
    done = rehearse("--speaker", f"Maria={wav}", temporary=temporary)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert list(temporary.iterdir()) == []


def test_silence_is_refused_before_anything_starts(tmp_path: Path, temporary: Path) -> None:
    wav = tmp_path / "maria.wav"
    soundfile.write(wav, [0.0] * 16_000, 16_000)
    done = rehearse("--speaker", f"Maria={wav}", temporary=temporary)
    assert done.returncode == 2
    assert "holds no speech" in done.stderr


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [("localhost", 2, "not a web address"), ("http://127.0.0.1:9", 1, "does not answer")],
)
def test_an_address_that_leads_nowhere_is_named(
    temporary: Path, readings: list[str], url: str, status: int, says: str
) -> None:
    done = rehearse(*readings, "--url", url, temporary=temporary)
    assert done.returncode == status
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def left_running(temporary: Path) -> list[str]:
    """Command lines of processes that were told of this temporary folder."""
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.environ().get("TMPDIR") == str(temporary)
            if is_ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found

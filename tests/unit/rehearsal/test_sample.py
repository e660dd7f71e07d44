import itertools
import shutil
from pathlib import Path

import pytest

from parley.rehearsal.errors import BadInput
from parley.rehearsal.sample import TESTDATA, read_speech_cast, sample_cast, synthetic_cast, transcribed_clips
from parley.rehearsal.script import SCRIPT, VOICES

pytestmark = pytest.mark.unit

CLIP = TESTDATA / "librivox" / "sense_and_sensibility_01_austen_64kb-0880.wav"


@pytest.fixture
def voice(tmp_path: Path) -> str:
    """A program that is called as espeak-ng is and says the same sentence whatever it is given."""
    program = tmp_path / "voice"
    program.write_text(f"#!/bin/sh\nexec cat '{CLIP}'\n")
    program.chmod(0o755)
    return str(program)


def test_recorded_speech_comes_with_its_corrected_text() -> None:
    texts = [text for text, _ in transcribed_clips(TESTDATA / "librivox", "transcription")]
    assert len(texts) == 5
    assert texts[3].startswith("had he married a more amiable woman")


def test_readers_take_turns_and_overlap_once() -> None:
    cast = read_speech_cast(TESTDATA, listeners=3)
    first, second = cast.parts
    assert cast.listeners == 3
    assert first.starts_at_s == 0
    spans = sorted(
        (part.starts_at_s + span.start_ms / 1000, part.starts_at_s + span.end_ms / 1000)
        for part in cast.parts
        for span in part.recording.speech
    )
    overlaps = [after[0] < before[1] for before, after in itertools.pairwise(spans)]
    assert overlaps == [False, False, False, True]
    assert len((first.reference or "").split()) + len((second.reference or "").split()) == 70


def test_the_script_is_dealt_to_its_speakers(voice: str) -> None:
    cast = synthetic_cast(voice, listeners=1)
    assert [part.name for part in cast.parts] == list(VOICES)
    assert cast.parts[1].reference == " ".join(line.text for line in SCRIPT if line.speaker == "Ben")
    assert "espeak-ng" in cast.provenance


def test_a_voice_that_does_not_speak_is_named(tmp_path: Path) -> None:
    program = tmp_path / "voice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(BadInput, match="espeak-ng does not speak"):
        synthetic_cast(str(program), listeners=1)


def test_the_synthetic_voice_stands_in_where_there_is_no_recorded_speech(
    tmp_path: Path, voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(voice, tmp_path / "espeak-ng")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "synthetic" in sample_cast(1, testdata=tmp_path / "none").provenance


def test_without_any_speech_the_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match=r"apt install pocketsphinx-testdata.*apt install espeak-ng"):
        sample_cast(1, testdata=tmp_path / "none")

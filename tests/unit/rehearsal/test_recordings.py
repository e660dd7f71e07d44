from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from parley.rehearsal.errors import BadInput
from parley.rehearsal.recordings import PLAYED_RATE_HZ, read_recording
from parley.rehearsal.sample import TESTDATA

pytestmark = pytest.mark.unit


CLIP = TESTDATA / "librivox" / "sense_and_sensibility_01_austen_64kb-0880.wav"


@pytest.fixture
def voice() -> tuple[npt.NDArray[np.float32], int]:
    """A read sentence, mono, and its rate."""
    samples, rate_hz = soundfile.read(CLIP, dtype="float32")
    return samples, rate_hz


@pytest.mark.parametrize(
    ("rate_hz", "channels"), [(8_000, 1), (22_050, 2), (44_100, 6), (48_000, 1), (96_000, 2)]
)
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
def test_any_rate_and_channel_count_is_played_at_its_own_length(
    voice: tuple[npt.NDArray[np.float32], int], tmp_path: Path, rate_hz: int, channels: int, subtype: str
) -> None:
    samples, voice_hz = voice
    resampled = soxr.resample(samples, voice_hz, rate_hz)
    file = tmp_path / "voice.wav"
    soundfile.write(file, np.repeat(resampled[:, None], channels, axis=1), rate_hz, subtype=subtype)
    recording = read_recording(file)
    assert recording.played.dtype == np.int16
    assert recording.duration_s == pytest.approx(len(samples) / voice_hz, abs=0.01)
    assert len(recording.heard) == pytest.approx(len(recording.played) / 3, abs=2)
    assert 0 < recording.speech_ms <= recording.duration_s * 1000


def test_loud_samples_do_not_wrap_around(voice: tuple[npt.NDArray[np.float32], int], tmp_path: Path) -> None:
    samples, rate_hz = voice
    file = tmp_path / "loud.wav"
    soundfile.write(file, samples * 20, rate_hz, subtype="FLOAT")
    played = read_recording(file).played
    loudest = int(np.argmax(np.abs(played.astype(np.int32))))
    assert abs(int(played[loudest])) >= 32_000
    assert np.abs(np.diff(played[loudest - 2 : loudest + 3].astype(np.int32))).max() < 60_000


def test_silence_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "silent.wav"
    soundfile.write(file, np.zeros(PLAYED_RATE_HZ), PLAYED_RATE_HZ)
    with pytest.raises(BadInput, match="holds no speech"):
        read_recording(file)


def test_a_tone_is_not_speech(tmp_path: Path) -> None:
    file = tmp_path / "tone.wav"
    soundfile.write(file, 0.3 * np.sin(np.arange(PLAYED_RATE_HZ) / 17), PLAYED_RATE_HZ)
    with pytest.raises(BadInput, match="holds no speech"):
        read_recording(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"no audio at all", "not a WAV"), (b"RIFF\x04\x00\x00\x00WAVE", "not a WAV")],
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "odd.wav"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=says):
        read_recording(file)


def test_a_wav_without_samples_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.wav"
    soundfile.write(file, np.zeros(0), PLAYED_RATE_HZ)
    with pytest.raises(BadInput, match="without a single sample"):
        read_recording(file)


def test_sound_in_another_container_is_refused(
    voice: tuple[npt.NDArray[np.float32], int], tmp_path: Path
) -> None:
    file = tmp_path / "voice.flac"
    soundfile.write(file, voice[0], voice[1])
    with pytest.raises(BadInput, match="not a WAV"):
        read_recording(file)


def test_samples_without_a_header_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "voice.raw"
    file.write_bytes(bytes(32_000))
    with pytest.raises(BadInput, match=r"ffmpeg -i .*voice\.raw voice\.wav"):
        read_recording(file)


def test_what_a_file_is_to_be_converted_to_is_another_file(tmp_path: Path) -> None:
    file = tmp_path / "odd.wav"
    file.write_bytes(b"no audio at all")
    with pytest.raises(BadInput, match=r"odd\.wav odd-converted\.wav"):
        read_recording(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not a file"):
        read_recording(tmp_path / "nowhere.wav")

"""Weights that are missing or corrupt are named, with a mend that mends."""

from pathlib import Path

import pytest

from parley.agent.engines import choice as choice_module
from parley.agent.engines import weights
from parley.agent.engines.choice import SpeechEngine, choose
from parley.agent.engines.weights import (
    OWN_FOLDER_MEND,
    SET_UP_AGAIN,
    WEIGHTS_MEND,
    WeightsUnusable,
    problem_with,
    whisper_model_dir,
)
from tests.unit.agent.engines.model_folder import MODEL_BIN, write_model

pytestmark = pytest.mark.unit


def test_a_whole_folder_of_one_s_own_is_taken(tmp_path: Path) -> None:
    assert whisper_model_dir(write_model(tmp_path)) == tmp_path
    assert problem_with(tmp_path) is None


def test_a_folder_without_weights_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnusable, match=r"model\.bin.*vocabulary.*PARLEY_WHISPER_MODEL_DIR"):
        whisper_model_dir(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("model.bin", b"not a model", "model.bin: it is no CTranslate2 Whisper model"),
        ("model.bin", b"", "model.bin: it is cut short"),
        ("model.bin", MODEL_BIN[:20], "model.bin: it is cut short"),
        ("model.bin", MODEL_BIN[:-9], "model.bin: it is cut short"),
        ("model.bin", MODEL_BIN.replace(b"WhisperSpec", b"MarianSpecX"), "no CTranslate2 Whisper model"),
        ("model.bin", MODEL_BIN[:22] + b"\xff" * 40, "model.bin: it is"),
        ("config.json", b"not a model", "config.json is no JSON object"),
        ("tokenizer.json", b"[]", "tokenizer.json is no JSON object"),
        ("tokenizer.json", b"\xff\xfe", "tokenizer.json is no JSON object"),
    ],
)
def test_garbage_in_a_folder_of_one_s_own_is_found(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (write_model(tmp_path) / name).write_bytes(content)
    problem = problem_with(tmp_path)
    assert problem is not None
    assert expected in problem
    assert str(tmp_path) in problem
    assert OWN_FOLDER_MEND in problem


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_each_file_is_needed(tmp_path: Path, missing: str) -> None:
    (write_model(tmp_path) / missing).unlink()
    assert missing in (problem_with(tmp_path) or "")


def test_packaged_weights_of_another_checksum_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_packaged_dir", lambda: write_model(tmp_path))
    problem = problem_with(None)
    assert problem is not None
    assert "another SHA-256" in problem
    assert WEIGHTS_MEND in problem


def test_packaged_weights_that_lost_a_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (write_model(tmp_path) / "model.bin").unlink()
    monkeypatch.setattr(weights, "_packaged_dir", lambda: tmp_path)
    problem = problem_with(None)
    assert problem is not None
    assert "lack model.bin" in problem
    assert WEIGHTS_MEND in problem


def test_missing_packaged_weights_name_what_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_packaged_dir", lambda: None)
    assert WEIGHTS_MEND in (problem_with(None) or "")


def test_an_engine_that_cannot_work_is_reported_not_raised(tmp_path: Path) -> None:
    (write_model(tmp_path) / "model.bin").write_bytes(b"not a model")
    choice = choose(SpeechEngine.WHISPER, tmp_path, threads=1, language="en")
    assert choice.decoder is None
    assert [one.problem for one in choice.health] == [problem_with(tmp_path)]


def test_the_next_rung_works_where_the_first_has_no_weights_and_is_said_to_be_a_fallback(
    tmp_path: Path,
) -> None:
    pytest.importorskip("pocketsphinx")
    (write_model(tmp_path) / "model.bin").write_bytes(b"not a model")
    choice = choose(SpeechEngine.AUTO, tmp_path, threads=1, language="en")
    assert choice.decoder is not None
    assert choice.decoder.use.name == "pocketsphinx-en-us"
    assert choice.is_fallback
    assert [one.problem for one in choice.health] == [problem_with(tmp_path), None]


@pytest.mark.parametrize("failure", [RuntimeError("unsupported version"), ImportError("no module")])
def test_an_engine_that_does_not_load_names_a_mend_that_set_up_does_not_skip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(choice_module, "_load", fail)
    choice = choose(SpeechEngine.WHISPER, None, threads=1, language="en")
    assert SET_UP_AGAIN in (choice.health[0].problem or "")


def test_off_runs_nothing() -> None:
    choice = choose(SpeechEngine.OFF, None, threads=1, language="en")
    assert (choice.decoder, choice.health) == (None, [])

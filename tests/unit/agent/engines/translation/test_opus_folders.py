import struct
from pathlib import Path

import pytest

from parley.agent.engines.translation.opus.folders import opus_models
from parley.agent.engines.translation.opus.passages import MOST_WORDS, passages

pytestmark = pytest.mark.unit

NO_VARIABLES = struct.pack("<IH", 6, 16) + b"TransformerSpec\0" + struct.pack("<III", 7, 0, 0)


def write_model(folder: Path) -> Path:
    folder.mkdir()
    (folder / "model.bin").write_bytes(NO_VARIABLES)
    (folder / "config.json").write_text("{}")
    for name in ("source.spm", "target.spm", "shared_vocabulary.json"):
        (folder / name).touch()
    return folder


def test_a_folder_is_known_by_its_pair_whatever_stands_before_it(tmp_path: Path) -> None:
    for name in ("de-en", "opus-mt-en-es", "opus-mt-tc-big-en-pt_BR", "opus-mt-tiny-en-es"):
        write_model(tmp_path / name)
    (tmp_path / "README.md").touch()
    found = opus_models(tmp_path)
    assert {(one.path.name, one.pair.source, one.pair.target) for one in found.folders} == {
        ("de-en", "de", "en"),
        ("opus-mt-en-es", "en", "es"),
        ("opus-mt-tc-big-en-pt_BR", "en", "pt-BR"),
    }
    assert found.problems == ()


def test_what_cannot_be_used_is_named_with_what_is_wrong_and_the_others_work(tmp_path: Path) -> None:
    write_model(tmp_path / "en-es")
    write_model(tmp_path / "models")
    (write_model(tmp_path / "en-de") / "target.spm").unlink()
    (write_model(tmp_path / "en-fr") / "model.bin").write_bytes(NO_VARIABLES[:26])
    (write_model(tmp_path / "en-it") / "model.bin").write_bytes(
        NO_VARIABLES.replace(b"Transform", b"Whispered")
    )
    (write_model(tmp_path / "en-nl") / "config.json").write_text("[")
    found = opus_models(tmp_path)
    assert [one.path.name for one in found.folders] == ["en-es"]
    said = " ".join(found.problems)
    for problem in (
        "models names no pair of languages",
        "en-de lacks target.spm",
        "en-fr is corrupt (model.bin: it is cut short)",
        "en-it is corrupt (model.bin: it is no CTranslate2 Transformer model)",
        "en-nl is corrupt (config.json",
    ):
        assert problem in said


def test_a_folder_that_is_empty_or_not_there_is_said(tmp_path: Path) -> None:
    assert "holds no folder of a model" in opus_models(tmp_path).problems[0]
    assert "cannot be read (No such file" in opus_models(tmp_path / "nowhere").problems[0]


def test_what_is_said_is_cut_at_sentences_and_no_part_is_too_long() -> None:
    assert passages("One. Two!  Three? 你好。再见。 ") == ["One.", "Two!", "Three?", "你好。", "再见。"]
    long = [f"w{number}" for number in range(2 * MOST_WORDS + 1)]
    parts = passages(" ".join(long))
    assert [len(part.split()) for part in parts] == [MOST_WORDS, MOST_WORDS, 1]
    assert " ".join(parts).split() == long
    assert passages(" \n") == []

from pathlib import Path

import pytest

from parley.rehearsal.arguments import (
    SpeakerArgument,
    check_listeners,
    parse_reads,
    parse_references,
    parse_speaker,
    parse_speakers,
)
from parley.rehearsal.errors import BadInput

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("Maria=maria.wav", SpeakerArgument("Maria", Path("maria.wav"), 0.0)),
        ("Ben=ben.wav@12.5", SpeakerArgument("Ben", Path("ben.wav"), 12.5)),
        ("Ben = in a folder/ben.wav@3", SpeakerArgument("Ben", Path("in a folder/ben.wav"), 3.0)),
        ("Ben=me@home/ben.wav", SpeakerArgument("Ben", Path("me@home/ben.wav"), 0.0)),
        ("A=b=c.wav", SpeakerArgument("A", Path("b=c.wav"), 0.0)),
    ],
)
def test_a_speaker_is_a_name_a_file_and_a_start(argument: str, expected: SpeakerArgument) -> None:
    assert parse_speaker(argument) == expected


def test_a_file_that_really_ends_in_an_offset_is_taken_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "take@2"
    file.touch()
    assert parse_speaker(f"Ben={file}") == SpeakerArgument("Ben", file, 0.0)


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("maria.wav", "not NAME=FILE"),
        ("Maria=", "not NAME=FILE"),
        ("=maria.wav", "1 to 80 characters"),
        (f"{'x' * 81}=maria.wav", "1 to 80 characters"),
        ("Ben=ben.wav@soon", "seconds"),
        ("Ben=ben.wav@-3", "seconds"),
        ("Ben=ben.wav@", "seconds"),
    ],
)
def test_a_malformed_speaker_is_refused_with_the_mend(argument: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parse_speaker(argument)


def test_two_speakers_of_one_name_are_refused() -> None:
    with pytest.raises(BadInput, match="given twice"):
        parse_speakers(["Ben=a.wav", "Ben=b.wav"])


def test_a_reference_is_the_text_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "maria.txt"
    file.write_text("Good morning.\n", encoding="utf-8")
    assert parse_references([f"Maria={file}"], ["Maria"]) == {"Maria": "Good morning.\n"}


@pytest.mark.parametrize("content", [None, b"", b"  \n", b"... !", b"\xff\xfe\x00"])
def test_a_reference_without_text_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "maria.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=r"maria\.txt"):
        parse_references([f"Maria={file}"], ["Maria"])


def test_a_reference_for_nobody_is_refused() -> None:
    with pytest.raises(BadInput, match="nobody of that name"):
        parse_references(["Maria=maria.txt"], ["Ben"])


@pytest.mark.parametrize("listeners", [0, -1, 101])
def test_a_number_of_listeners_that_cannot_be_is_refused(listeners: int) -> None:
    with pytest.raises(BadInput, match="from 1 to 100"):
        check_listeners(listeners)


def test_languages_that_are_read_are_tags_each_given_once() -> None:
    assert parse_reads([]) == ()
    assert parse_reads(["es", "pt-BR"]) == ("es", "pt-BR")
    for arguments, says in ((["Spanish"], "es or pt-BR"), ([""], "no tag"), (["es", "es"], "twice")):
        with pytest.raises(BadInput, match=says):
            parse_reads(arguments)

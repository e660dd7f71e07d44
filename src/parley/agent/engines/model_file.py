"""Whether a file is a whole CTranslate2 model of some kind, without loading it.

Layout as `ctranslate2.specs.model_spec` writes it, little-endian: uint32 version, the spec's name, uint32
revision, uint32 number of variables; each variable is its name, uint8 rank, uint32 dimensions, uint8 type,
uint32 bytes, and those bytes. A string is uint16 length, then characters with a closing zero.
"""

import struct
from pathlib import Path
from typing import BinaryIO

WHISPER = b"WhisperSpec"
_FIRST_VERSION_WITH_BYTES = 4  # before it, sizes were written in another way; only the head is looked at then
_MAX_RANK = 8


def problem_with_model_file(path: Path, spec: bytes = WHISPER) -> str | None:
    """What is wrong with a model.bin, as the end of a sentence; None if nothing is.

    Args:
        path: The file.
        spec: What CTranslate2 calls this kind of model.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return _walk(file, path.stat().st_size, spec)
    except struct.error:
        return "it is cut short"


def _walk(file: BinaryIO, size: int, spec: bytes) -> str | None:
    version, length = struct.unpack("<IH", file.read(6))
    name = file.read(length) if length == len(spec) + 1 else b""
    if name.rstrip(b"\0") != spec:
        return f"it is no CTranslate2 {spec.decode().removesuffix('Spec')} model"
    _revision, variables = struct.unpack("<II", file.read(8))
    if version < _FIRST_VERSION_WITH_BYTES:
        return None
    for _ in range(variables):
        (length,) = struct.unpack("<H", file.read(2))
        file.seek(length, 1)
        (rank,) = struct.unpack("<B", file.read(1))
        if rank > _MAX_RANK:
            return "it is damaged"
        file.seek(4 * rank, 1)
        _type, length = struct.unpack("<BI", file.read(5))
        file.seek(length, 1)
    return "it is cut short" if file.tell() > size else None

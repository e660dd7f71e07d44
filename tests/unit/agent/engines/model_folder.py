"""A folder laid out as a CTranslate2 Whisper model, with next to nothing in it."""

import struct
from pathlib import Path

MODEL_BIN = (
    struct.pack("<IH", 6, 12)
    + b"WhisperSpec\0"
    + struct.pack("<II", 3, 2)
    + struct.pack("<H", 2)
    + b"a\0"
    + struct.pack("<BBI", 0, 1, 1)
    + b"\x03"
    + struct.pack("<H", 2)
    + b"b\0"
    + struct.pack("<BIIBI", 2, 2, 3, 0, 24)
    + bytes(24)
    + struct.pack("<I", 0)
)


def write_model(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.bin").write_bytes(MODEL_BIN)
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text("{}")
    (folder / "vocabulary.txt").write_text("a\n")
    return folder

"""Draws sounds, to look at what a suppressor takes out: one below the other, 0–24 kHz, −100 to 0 dB.

    python tools/spectrogram.py OUT.png SOUND…

SOUND is a WAV file or raw 48 kHz mono float32 (*.f32), for example what web/scripts/denoise-bench.ts writes.
"""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

FFT_SIZE = 1_024
HOP = 480
FLOOR_DB = -100.0
GAP_ROWS = 6


def spectrogram(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Decibels, [frequency from high to low, time]; a full-scale sine is 0 dB."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT_SIZE)[::HOP]
    window = np.hanning(FFT_SIZE)
    spectra = np.abs(np.fft.rfft(frames * window)) / (window.sum() / 2)
    decibels: NDArray[np.float64] = 20 * np.log10(spectra.T[::-1] + 1e-12)
    return decibels


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Of [rows, columns] greys: PNG (RFC 2083), one strip, no filter."""
    rows, columns = pixels.shape
    raw = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def main(arguments: list[str]) -> int:
    """Read, draw, write."""
    if len(arguments) < 2:
        sys.stderr.write("usage: python tools/spectrogram.py OUT.png SOUND…\n")
        return 2
    drawn = [_greys(spectrogram(_read(Path(name)))) for name in arguments[1:]]
    columns = max(picture.shape[1] for picture in drawn)
    rows = [np.pad(picture, ((0, GAP_ROWS), (0, columns - picture.shape[1]))) for picture in drawn]
    Path(arguments[0]).write_bytes(png(np.vstack(rows)))
    return 0


def _read(path: Path) -> NDArray[np.float32]:
    if path.suffix == ".f32":
        return np.fromfile(path, np.float32)
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(samples.mean(axis=1), np.float32)


def _greys(decibels: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.asarray(255 * np.clip(1 - decibels / FLOOR_DB, 0, 1), np.uint8)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

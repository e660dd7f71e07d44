"""Emulators are processes of their own, so that what is tested meets a real socket."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def emulator_process(module: str, key: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Runs `python -m MODULE --key KEY` until the end of the block; gives its port on loopback."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, "--key", key],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline()), process
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=10)

"""The data folder belongs to one stack at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from parley.stack.errors import StackError

LOCK_FILE = "stack.lock"


@contextlib.contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets go when this process ends, however it ends.

    Raises:
        StackError: Another stack holds it.
    """
    descriptor = os.open(data_dir / LOCK_FILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StackError(
                f"Another Parley runs from {data_dir}; stop it, or choose another folder with --data-dir."
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def holder(data_dir: Path) -> int | None:
    """Process id of the stack that holds the folder; None when none does."""
    try:
        with (data_dir / LOCK_FILE).open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read())
    except (OSError, ValueError):
        pass  # no such file, or one of a stack that writes it this very moment
    return None

"""Where a worker's sockets lie: a folder of its own, short enough for the 108 bytes of a Unix socket's path.

A worker that is killed cannot remove its folder, so the next one does: the kernel let go of the lock in it.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "parley-engine-"
_LOCK_FILE = "worker.lock"
_SETTLED_S = 60.0  # a younger folder may be one that is not locked yet


@contextmanager
def worker_folder() -> Iterator[Path]:
    """A new one, held until the end; those of dead workers of this user are removed before."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's, a living worker's, or gone by now
            _remove_dead(folder)
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with (folder / _LOCK_FILE).open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield folder


def _remove_dead(folder: Path) -> None:
    """Raises OSError: It is to be left alone."""
    seen = folder.lstat()
    if seen.st_uid != os.getuid() or time.time() - seen.st_mtime < _SETTLED_S:
        return
    with (folder / _LOCK_FILE).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)

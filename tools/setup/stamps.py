"""Remembers what each step of set-up was last done with, so that it is done again only when that changed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


class SetupFailed(Exception):
    """A step cannot be done; the message says what mends it."""


class Stamps:
    """One small file a step, inside the environment: deleting `.venv` forgets them all."""

    def __init__(self, root: Path) -> None:
        self._folder = root / ".venv" / ".parley"

    def is_fresh(self, step: str, fingerprint: str) -> bool:
        """Whether the step was last done with exactly this."""
        path = self._folder / step
        return path.is_file() and path.read_text() == fingerprint

    def done(self, step: str, fingerprint: str) -> None:
        """The step is done, with this."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / step).write_text(fingerprint)


def fingerprint(files: Iterable[Path], *facts: str) -> str:
    """SHA-256 over names and contents of files, and other facts."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(f"{fact}\0".encode())
    for path in sorted(files):
        digest.update(f"{path}\0".encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def say(text: str) -> None:
    """One line about a step that is really done."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(command: list[str], root: Path, why_failed: str, *, is_chatty: bool = False) -> None:
    """Run a step's command with `.venv/bin` first on PATH and nothing to read from.

    What a chatty one writes to its standard output is dropped: it tells nobody anything. Its errors are not.

    Raises:
        SetupFailed: It ended with another status than 0.
    """
    path = os.pathsep.join((str(root / ".venv" / "bin"), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    output = subprocess.DEVNULL if is_chatty else None
    done = subprocess.run(  # noqa: S603 - fixed commands
        command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=output, check=False
    )
    if done.returncode != 0:
        raise SetupFailed(f"{why_failed} (`{' '.join(command)}` ended with status {done.returncode})")

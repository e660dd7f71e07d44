"""One process of the stack: started in a process group of its own, its output in a log file."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LOG_BYTES_MAX = 10_000_000
LOGS_KEPT = 3
PRIVATE_UMASK = 0o077  # meetings and who was in them are in the files that children make: their owner's alone


@dataclass(frozen=True)
class ChildSpec:
    """How to start a process and how to see that it works.

    Attributes:
        is_ready: Asks the process; false while it does not answer. Never raises.
        is_essential: Without it there is no meeting; the stack does not start unless it becomes ready.
        stop_requests: How many SIGTERMs it takes.
        last_words_s: How long a dead one still seems ready to whoever asks about it.
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    log_file: Path
    is_ready: Callable[[], Awaitable[bool]]
    is_essential: bool
    stop_requests: int = 1
    last_words_s: float = 0.0


class Child:
    """A running process and everything it started: they share a process group."""

    def __init__(self, spec: ChildSpec, process: asyncio.subprocess.Process, log_from: int) -> None:
        self.spec = spec
        self._process = process
        self._log_from = log_from

    @classmethod
    async def start(cls, spec: ChildSpec) -> "Child":
        """Start it. A session of its own keeps the terminal's Ctrl-C from reaching it before us."""
        rotate_log(spec.log_file)
        with _private_log(spec.log_file) as log:
            log_from = log.tell()
            process = await asyncio.create_subprocess_exec(
                *spec.command,
                env=spec.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                umask=PRIVATE_UMASK,
            )
        return cls(spec, process, log_from)

    @property
    def process_group(self) -> int:
        """Also the id of the process itself, since it leads its session."""
        return self._process.pid

    async def wait(self) -> int:
        """Wait for its end: the exit status, negative for a signal."""
        return await self._process.wait()

    def ask_to_stop(self) -> None:
        """SIGTERM to the process alone: it ends its own children in its own order."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()

    @property
    def last_words(self) -> str:
        """The last line that this very process wrote into its log; empty if it wrote none."""
        return last_log_line(self.spec.log_file, self._log_from)

    def kill_group(self) -> None:
        """SIGKILL to whatever is left of the group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process_group, signal.SIGKILL)


def _private_log(path: Path) -> BinaryIO:
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def ending(status: int) -> str:
    """An exit status in words."""
    if status >= 0:
        return f"exit status {status}"
    return f"killed by {signal.Signals(-status).name}"


def rotate_log(path: Path) -> None:
    """Make room at a start: a large log becomes `.1`, older ones move up, the oldest goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.stat().st_size < LOG_BYTES_MAX:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))


def last_log_line(path: Path, from_byte: int = 0) -> str:
    """The last line from there on that says something, shortened; empty if there is none."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        file.seek(max(from_byte, path.stat().st_size - 4096))
        lines = file.read().decode(errors="replace").split("\n")
        return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
    return ""

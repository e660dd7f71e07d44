"""Leaves nothing behind even if this process is killed outright.

A shell in a session of its own holds the reading end of a pipe. The kernel closes the writing end when
this process dies, however it dies; the shell then kills the process groups it was last told of. The
kernel's own parent-death signal would reach only direct children, not the agent's jobs.
"""

import contextlib
import subprocess
from collections.abc import Iterable

_SCRIPT = """
trap '' INT TERM HUP
groups=
while IFS= read -r line; do groups=$line; done
[ -z "$groups" ] || kill -s KILL -- $groups 2>/dev/null
"""


class OrphanGuard:
    """Kills the watched process groups when this process is gone."""

    def __init__(self) -> None:
        self._shell = subprocess.Popen(  # noqa: S603 - a fixed script
            ["/bin/sh", "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch(self, process_groups: Iterable[int]) -> None:
        """These groups, and no others, are to die with this process."""
        line = " ".join(f"-{group}" for group in process_groups)
        # A guard that was killed must not take the stack with it.
        with contextlib.suppress(BrokenPipeError):
            assert self._shell.stdin is not None
            self._shell.stdin.write(f"{line}\n".encode())
            self._shell.stdin.flush()

    def dismiss(self) -> None:
        """End the guard; it kills nothing."""
        self.watch([])
        with contextlib.suppress(BrokenPipeError):
            assert self._shell.stdin is not None
            self._shell.stdin.close()
        self._shell.wait(timeout=5)

"""A share of a core for a program and all that it starts, by the kernel's control groups (version 1 or 2)."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PERIOD_US = (
    10_000  # the kernel's own 100 ms would stop everything for 50 ms at a time, which no slow core does
)
_V1, _V2 = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")


@contextlib.contextmanager
def limited(program: Path, share: float) -> Iterator[Path]:
    """A stand-in for a program, which runs it on that share of a core."""
    group = (_V1 if _V1.is_dir() else _V2) / f"parley-bench-{os.getpid()}"
    quota_us = round(share * _PERIOD_US)
    try:
        group.mkdir()
        if group.parent == _V1:
            (group / "cpu.cfs_period_us").write_text(f"{_PERIOD_US}")
            (group / "cpu.cfs_quota_us").write_text(f"{quota_us}")
        else:
            (group / "cpu.max").write_text(f"{quota_us} {_PERIOD_US}")
    except OSError as problem:
        raise SystemExit(
            f"A control group for the CPU cannot be made ({problem.strerror}): run as root."
        ) from problem
    try:
        with tempfile.TemporaryDirectory(prefix="parley-limited-") as folder:
            stand_in = Path(folder) / "program"
            stand_in.write_text(f'#!/bin/sh\necho $$ >{group}/cgroup.procs\nexec {program} "$@"\n')
            stand_in.chmod(0o755)
            yield stand_in
    finally:
        group.rmdir()

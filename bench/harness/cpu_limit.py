"""A share of a core for a program and all that it starts, by the kernel's control groups (version 1 or 2)."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

# The kernel's own 100 ms would stop everything for 50 ms at a time, which no slow core does.
_PERIOD_US = 10_000
_V1, _V2 = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")


class CpuLimit:
    """A control group. Args: program: What is to run in it."""

    def __init__(self, program: Path, group: Path, folder: Path) -> None:
        self._group = group
        self.stand_in = folder / "program"
        """Run this in the program's place."""
        self.stand_in.write_text(f'#!/bin/sh\necho $$ >{group}/cgroup.procs\nexec {program} "$@"\n')
        self.stand_in.chmod(0o755)

    def tighten(self, share: float) -> None:
        """From now on it has that share of a core."""
        quota_us = round(share * _PERIOD_US)
        if self._group.parent == _V1:
            (self._group / "cpu.cfs_period_us").write_text(f"{_PERIOD_US}")
            (self._group / "cpu.cfs_quota_us").write_text(f"{quota_us}")
        else:
            (self._group / "cpu.max").write_text(f"{quota_us} {_PERIOD_US}")

    def has_held(self) -> bool:
        """Whether the kernel has made what runs in it wait for its share."""
        counts = dict(line.split() for line in (self._group / "cpu.stat").read_text().splitlines())
        return int(counts.get("nr_throttled", 0)) > 0


@contextlib.contextmanager
def cpu_limit(program: Path) -> Iterator[CpuLimit]:
    """No limit yet."""
    group = (_V1 if _V1.is_dir() else _V2) / f"parley-bench-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as problem:
        raise SystemExit(
            f"A control group for the CPU cannot be made ({problem.strerror}): run this bench as root."
        ) from problem
    try:
        with tempfile.TemporaryDirectory(prefix="parley-limited-") as folder:
            yield CpuLimit(program, group, Path(folder))
    finally:
        group.rmdir()

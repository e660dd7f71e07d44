"""How full a worker is, for its jobs: one number in a file, written each second and replaced as a whole."""

from contextlib import suppress
from pathlib import Path


def write_load(path: Path, active_jobs: int, max_jobs: int) -> None:
    """A disk that takes nothing costs a number in telemetry, not a meeting."""
    load = min(1.0, active_jobs / max_jobs) if max_jobs else 1.0
    beside = path.with_suffix(".new")
    with suppress(OSError):
        beside.write_text(f"{load:.3f}")
        beside.replace(path)


def read_load(path: Path) -> float | None:
    """0 to 1; None: nobody has written it."""
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return None

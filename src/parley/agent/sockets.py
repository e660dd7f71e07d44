"""Where the jobs of a worker reach what they share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class WorkerSockets:
    """Unix sockets of one worker: of the speech engine's host, and of the worker itself.

    Attributes:
        load: A file that says how full the worker is.
        stopping: A file that is there once the worker stops, so that its jobs end quickly.
    """

    engine: Path
    lags: Path
    translators: Path
    load: Path
    stopping: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Args: folder: Private to this worker."""
        return cls(
            folder / "engine.sock",
            folder / "lags.sock",
            folder / "translators.sock",
            folder / "load",
            folder / "stopping",
        )

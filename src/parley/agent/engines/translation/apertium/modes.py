"""Which pairs of Apertium are installed: its packages put one file a pair into the folder of modes.

A mode is a line of shell: the programs of a pipeline, with `$1` and `$2` for options. It is read, not run: no
shell is involved.
"""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from parley.agent.engines.translation.ports import Pair, tag_of

MODES_FOLDER = Path("/usr/share/apertium/modes")
_NAME = re.compile(r"([a-z]{2,3}(?:_[A-Za-z]+)?)-([a-z]{2,3}(?:_[A-Za-z]+)?)")
# With `-g`, the generator marks words that it does not know by `*`; with `-n` it passes them on as they are.
_OPTIONS = {"$1": "-n", "$2": ""}


@dataclass(frozen=True)
class Mode:
    """An installed pair.

    Attributes:
        stages: Command line of each program of the pipeline, in order; all run until their input ends.
    """

    name: str
    pair: Pair
    stages: tuple[tuple[str, ...], ...]


def installed_modes(folder: Path = MODES_FOLDER) -> list[Mode]:
    """Pairs whose programs are all there, sorted by name; of one pair the shortest name."""
    modes = {}
    for file in sorted(folder.glob("*.mode"), key=lambda file: (-len(file.name), file.name)):
        match = _NAME.fullmatch(file.stem)
        source, target = (tag_of(code) for code in match.groups()) if match else (None, None)
        stages = _stages(file) if source and target else None
        if source and target and stages:
            modes[source, target] = Mode(file.stem, Pair(source, target), stages)
    return sorted(modes.values(), key=lambda mode: mode.name)


def _stages(file: Path) -> tuple[tuple[str, ...], ...] | None:
    try:
        line = file.read_text(encoding="utf-8").strip()
        for option, value in _OPTIONS.items():
            line = line.replace(option, value)
        commands = [shlex.split(stage) for stage in line.split("|")]
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    stages = []
    for command in commands:
        program = shutil.which(command[0]) if command else None
        if program is None:
            return None
        stages.append((program, "-z", *command[1:]))  # -z: what is written before a NUL is answered at once
    return tuple(stages)

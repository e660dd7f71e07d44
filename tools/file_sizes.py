"""Fails on source files over 400 lines: split them before they get there. Generated files may be longer."""

import subprocess
import sys
from pathlib import Path

LINES_MAX = 400
SUFFIXES = frozenset({".py", ".ts", ".tsx", ".css", ".go", ".sh"})
GENERATED = ("web/src/gen/", "src/parley/backend/migrations/versions/")


def source_files(root: Path) -> list[Path]:
    """What git knows or would add, relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = {name for name in listing.stdout.decode().split("\0") if name}
    return sorted(Path(name) for name in names if (root / name).is_file())


def main() -> int:
    """Names every file that is too long; status 1 if there is one."""
    root = Path(__file__).resolve().parents[1]
    status = 0
    for path in source_files(root):
        if path.suffix not in SUFFIXES or path.as_posix().startswith(GENERATED):
            continue
        lines = len((root / path).read_bytes().splitlines())
        if lines > LINES_MAX:
            sys.stderr.write(f"{path}: {lines} lines; split it (at most {LINES_MAX})\n")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())

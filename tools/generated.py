"""Generated files: backend → web/openapi.json → web/src/gen, and the reference of the settings.

`--write` makes them, `--check` compares.
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import settings_reference

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
NEEDED_TO_GENERATE = ("package.json", "openapi-ts.config.ts")


def openapi() -> bytes:
    """The backend's OpenAPI document, as its own module prints it."""
    command = [sys.executable, "-m", "parley.backend.openapi"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - fixed


def generate_types(web: Path) -> None:
    """`web/src/gen` out of `web/openapi.json`."""
    subprocess.run(  # noqa: S603 - fixed
        ["npm", "--prefix", str(web), "run", "--silent", "gen"],  # noqa: S607 - the environment's npm
        cwd=web,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def write() -> int:
    """Make all generated files anew."""
    (WEB / "openapi.json").write_bytes(openapi())
    generate_types(WEB)
    return settings_reference.write()


def check() -> int:
    """Make them in a copy and name those that differ; status 1 if any does."""
    document = openapi()
    stale = [] if (WEB / "openapi.json").read_bytes() == document else ["web/openapi.json"]
    with tempfile.TemporaryDirectory(prefix="parley-gen-") as scratch:
        copy = Path(scratch)
        for name in NEEDED_TO_GENERATE:
            shutil.copy2(WEB / name, copy / name)
        (copy / "node_modules").symlink_to(WEB / "node_modules")
        (copy / "openapi.json").write_bytes(document)
        generate_types(copy)
        stale += _differing(copy / "src" / "gen", WEB / "src" / "gen")
    for name in stale:
        sys.stderr.write(
            f"{name} is not what `make gen` makes of the contracts: run it and commit the result\n"
        )
    return settings_reference.check() or (1 if stale else 0)


def _differing(fresh: Path, committed: Path) -> list[str]:
    names = {path.relative_to(folder) for folder in (fresh, committed) for path in folder.rglob("*.ts")}
    return [
        f"web/src/gen/{name}"
        for name in sorted(names)
        if not (fresh / name).is_file()
        or not (committed / name).is_file()
        or not filecmp.cmp(fresh / name, committed / name, shallow=False)
    ]


def main() -> int:
    """Entry point."""
    if sys.argv[1:] == ["--write"]:
        return write()
    if sys.argv[1:] == ["--check"]:
        return check()
    sys.stderr.write("usage: python tools/generated.py --write | --check\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main())

"""The Python side: the environment, the hash-locked packages, the project itself, livekit-server."""

import shutil
import subprocess
import sys
from pathlib import Path

from stamps import SetupFailed, Stamps, fingerprint, run, say

LAUNCHER = """#!{python}
from parley.cli import main

raise SystemExit(main())
"""


def make_environment(root: Path, stamps: Stamps) -> None:
    """`.venv`, made anew if it is of another Python or was moved from elsewhere."""
    folder = root / ".venv"
    python = folder / "bin" / "python"
    made_of = fingerprint([], sys.version, str(folder))
    if python.exists() and stamps.is_fresh("environment", made_of):
        return
    say(f"Python environment: .venv (Python {sys.version.split()[0]})")
    if (folder / ".parley").exists():  # ours, of another Python; a person's own is used as it is
        shutil.rmtree(folder)
    if not python.exists():
        done = subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-m", "venv", str(folder)], check=False, capture_output=True, text=True
        )
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            raise SetupFailed(
                f"this Python cannot make environments with pip. On Debian and Ubuntu: "
                f"apt-get install python{version}-venv. It said: {(done.stdout + done.stderr).strip()[-300:]}"
            )
    stamps.done("environment", made_of)


def install_packages(root: Path, stamps: Stamps, with_tests: bool) -> None:
    """Exactly the locked packages, each checked by its hash; `dev.lock` holds all of `stack.lock`."""
    locks = {name: root / "requirements" / f"{name}.lock" for name in ("stack", "dev")}
    wanted = "dev" if with_tests else "stack"
    enough = {name: fingerprint([locks[name]]) for name in ({"dev"} if with_tests else {"stack", "dev"})}
    if any(stamps.is_fresh("packages", print_) for print_ in enough.values()):
        return
    say(f"Python packages: requirements/{wanted}.lock")
    pip = [str(root / ".venv" / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    run(
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(locks[wanted])],
        root,
        "the Python packages could not be installed; a package index must be reachable the first time",
    )
    stamps.done("packages", fingerprint([locks[wanted]]))


def link_project(root: Path) -> None:
    """The project itself: a path file and the command, so that nothing is built or fetched."""
    environment = root / ".venv"
    for site_packages in environment.glob("lib/python3*/site-packages"):
        _write(site_packages / "parley.pth", f"{root / 'src'}\n")
    command = environment / "bin" / "parley"
    _write(command, LAUNCHER.format(python=environment / "bin" / "python"))
    command.chmod(0o755)


def provide_livekit_server(root: Path) -> None:
    """Find or build livekit-server, by the stack's own rules."""
    python = str(root / ".venv" / "bin" / "python")
    run([python, "-m", "parley.stack.livekit_build"], root, "livekit-server could not be provided")


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)

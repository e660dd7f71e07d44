"""What tests and the sample meeting need and only the system's packages provide."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stamps import SetupFailed, say


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, seen by a command or a folder that it brings.

    Attributes:
        starts_service: Installing it starts a server, which tests start by themselves: masked first.
    """

    name: str
    command: str | None = None
    folder: Path | None = None
    starts_service: bool = False

    def is_there(self) -> bool:
        """Whether it, or something that does the same, is installed."""
        if self.command and shutil.which(self.command):
            return True
        return self.folder is not None and self.folder.is_dir()


RECORDED_SPEECH = SystemPackage(
    "pocketsphinx-testdata", folder=Path("/usr/share/pocketsphinx/test/data/librivox")
)
SYNTHETIC_SPEECH = SystemPackage("espeak-ng", command="espeak-ng")
FOR_TESTS = (
    SystemPackage("apertium-eng-spa", folder=Path("/usr/share/apertium/apertium-eng-spa")),
    SystemPackage("apertium-eng-cat", folder=Path("/usr/share/apertium/apertium-eng-cat")),
    SystemPackage("chromium", command="chromium"),
    SystemPackage("coturn", command="turnserver", starts_service=True),
    RECORDED_SPEECH,
    SYNTHETIC_SPEECH,
    SystemPackage("openssl", command="openssl"),
    SystemPackage("nftables", command="nft"),
    SystemPackage("haproxy", command="haproxy", starts_service=True),
    SystemPackage("redis-server", command="redis-server", starts_service=True),
)

_SYSTEMD = Path("/run/systemd/system")  # there if and only if systemd runs the machine, as sd_booted(3) says


def provide_test_packages() -> None:
    """What tests need.

    Raises:
        SetupFailed: Something is missing and cannot be installed by us.
    """
    wanted = [package for package in FOR_TESTS if not package.is_there()]
    _provide(f"tests need {', '.join(package.name for package in wanted)}", wanted)


def provide_sample_speech() -> None:
    """Something to play in the sample meeting: whichever is there, else recorded speech.

    Raises:
        SetupFailed: There is none, and it cannot be installed by us.
    """
    if not (RECORDED_SPEECH.is_there() or SYNTHETIC_SPEECH.is_there()):
        need = f"the sample meeting needs {RECORDED_SPEECH.name} or {SYNTHETIC_SPEECH.name}"
        _provide(need, [RECORDED_SPEECH])


def _provide(need: str, wanted: list[SystemPackage]) -> None:
    """Install what is missing if we may; else name it all in one message."""
    if not wanted:
        return
    missing = [package.name for package in wanted]
    by_hand = f"{need}: apt-get install {' '.join(missing)}"
    rights = _rights()
    if shutil.which("apt-get") is None or rights is None:
        raise SetupFailed(f"{by_hand} (as root), or what your system calls them")
    say(f"System packages: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [
        *rights,
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=120",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        *missing,
    ]
    commands = [[*rights, "apt-get", "update", "-qq"], install]
    services = [package.name for package in wanted if package.starts_service]
    if services and _SYSTEMD.is_dir():
        commands.insert(0, [*rights, "systemctl", "mask", *services])
    for command in commands:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, check=False, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        if done.returncode != 0:
            raise SetupFailed(f"{by_hand} (`{' '.join(command)}` ended with status {done.returncode})")


def _rights() -> list[str] | None:
    """What to put before a command that needs root: nothing, `sudo -n`, or None if we may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    may = subprocess.run([sudo, "-n", "true"], check=False, capture_output=True)  # noqa: S603 - asks, changes nothing
    return [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"] if may.returncode == 0 else None

"""The checks of `parley doctor`: each looks at one thing, changes nothing and says how to mend it."""

import contextlib
import importlib.metadata
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from parley.agent.engines.egress import wants_deepgram
from parley.stack.credentials import SECRETS_FILE, read
from parley.stack.data_folder import holder
from parley.stack.errors import PortInUse, StackError
from parley.stack.finding import Finding
from parley.stack.livekit_server import LIVEKIT_SERVER_VERSION, find_livekit_server
from parley.stack.ports import Listener, require_free
from parley.stack.process_checks import processes
from parley.stack.settings import LOOPBACK, StackSettings, repository_root
from parley.stack.translation_check import translation
from parley.stack.turn.check import coturn

PYTHON_AT_LEAST = (3, 11)
NODE_AT_LEAST = 22
SET_UP = "make setup"


def all_findings(settings: StackSettings) -> list[Finding]:
    """Every check, in the order in which to mend things."""
    return [
        python(),
        packages(repository_root() / "requirements" / "stack.lock"),
        node(),
        web_build(settings.web_dist),
        livekit_server(settings),
        coturn(settings),
        speech_weights(settings),
        *cloud_engine(settings),
        translation(settings),
        data_folder(settings.data_dir),
        secrets(settings.data_dir),
        *processes(settings),
        *ports(settings),
        *test_tools(),
    ]


def python() -> Finding:
    """The interpreter that runs this."""
    version = sys.version.split()[0]
    is_fine = sys.version_info[:2] >= PYTHON_AT_LEAST
    return Finding(
        "python", is_fine, version, "install Python 3.11 or newer, then make PYTHON=python3.12 setup"
    )


def packages(lock: Path) -> Finding:
    """Installed packages against the lock file; markers for other systems are respected by what is there."""
    if not lock.is_file():
        return Finding("packages", True, "installed without a lock file (not a checkout)")
    wrong = []
    pinned = dict(_pins(lock.read_text().splitlines()))
    for name, version in pinned.items():
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if found != version:
            wrong.append(f"{name} is {found} instead of {version}")
    detail = "; ".join(wrong[:3]) + (f"; and {len(wrong) - 3} more" if len(wrong) > 3 else "")
    return Finding("packages", not wrong, detail or f"{len(pinned)} as locked", f"rm -rf .venv && {SET_UP}")


def node() -> Finding:
    """Node builds the web client; it comes with the packages."""
    beside = Path(sys.executable).parent / "node"
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        return Finding("node", False, "not found", SET_UP)
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    match = re.match(r"v(\d+)", answer.stdout)
    is_fine = match is not None and int(match[1]) >= NODE_AT_LEAST
    return Finding("node", is_fine, answer.stdout.strip() or "does not run", f"rm -rf .venv && {SET_UP}")


def web_build(web_dist: Path) -> Finding:
    """The built web client."""
    if (web_dist / "index.html").is_file():
        return Finding("web client", True, f"built in {web_dist}")
    return Finding("web client", False, f"not built in {web_dist}", SET_UP)


def livekit_server(settings: StackSettings) -> Finding:
    """The SFU's binary, or that another SFU is used."""
    if not settings.is_sfu_embedded:
        is_fine = bool(settings.sfu_api_key and settings.sfu_api_secret)
        mend = "set PARLEY_SFU_API_KEY and PARLEY_SFU_API_SECRET"
        return Finding("SFU", is_fine, f"{settings.sfu_url} (not embedded)", mend)
    try:
        binary = find_livekit_server(settings.livekit_server)
    except StackError as error:
        mend = "unset PARLEY_LIVEKIT_SERVER, or name the right binary" if settings.livekit_server else SET_UP
        return Finding("livekit-server", False, str(error), mend)
    return Finding("livekit-server", True, f"{LIVEKIT_SERVER_VERSION}, {binary}")


def speech_weights(settings: StackSettings) -> Finding:
    """The speech engine's weights, with their checksum."""
    what = "speech weights"
    if settings.speech_engine in {"off", "fake", "pocketsphinx"}:
        return Finding(what, True, f"not needed: PARLEY_SPEECH_ENGINE={settings.speech_engine}")
    from parley.agent.engines.weights import OWN_FOLDER_MEND, WEIGHTS_MEND, problem_with, whisper_model_name

    own = settings.whisper_model_dir
    if problem := problem_with(own):
        return Finding(what, False, problem, WEIGHTS_MEND if own is None else OWN_FOLDER_MEND)
    return Finding(what, True, str(own or whisper_model_name(None)))


def cloud_engine(settings: StackSettings) -> Iterable[Finding]:
    """Whether Deepgram takes a connection, if it is to be used: asked with a handshake and no sound."""
    key = settings.deepgram_api_key
    if not wants_deepgram(settings.speech_engine, has_key=key is not None):
        return
    from parley.agent.engines.deepgram.config import DeepgramConfig
    from parley.agent.engines.deepgram.handshake import problem_with as problem_with_deepgram

    config = None
    if key is not None:
        config = DeepgramConfig(key, settings.deepgram_model, settings.deepgram_url, settings.speech_language)
    problem, _, mend = (problem_with_deepgram(config) or "").partition(": ")
    yield Finding(
        "Deepgram", not problem, problem or f"takes the key, {settings.deepgram_model}", mend.rstrip(".")
    )


def data_folder(data_dir: Path) -> Finding:
    """Whether the data folder, or the folder it will be made in, can be written."""
    existing = next(
        folder for folder in (data_dir.absolute(), *data_dir.absolute().parents) if folder.exists()
    )
    is_fine = existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
    detail = f"{data_dir}{'' if existing == data_dir.absolute() else ' (made at the first start)'}"
    return Finding("data folder", is_fine, detail, f"chown {os.geteuid()} {existing}, or set PARLEY_DATA_DIR")


def secrets(data_dir: Path) -> Finding:
    """That the secrets are readable by their owner alone, and whole."""
    path = data_dir / SECRETS_FILE
    if not path.exists():
        return Finding("secrets", True, "made at the first start")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("secrets", False, f"{path} can be read by others", f"chmod 600 {path}")
    try:
        read(path)
    except (StackError, OSError):
        return Finding("secrets", False, f"{path} cannot be read or is damaged", f"restore it, or rm {path}")
    return Finding("secrets", True, f"{path}, mode 0600")


def ports(settings: StackSettings) -> Iterable[Finding]:
    """The ports that `parley up` would open here. Taken ones are a finding, but nothing that is missing."""
    wanted = [Listener("the web client", "--port or PARLEY_PORT", LOOPBACK, settings.port)]
    if settings.is_sfu_embedded:
        wanted.append(
            Listener("SFU signalling", "PARLEY_SFU_SIGNAL_PORT", LOOPBACK, settings.sfu_signal_port)
        )
        wanted.append(Listener("SFU media", "PARLEY_SFU_UDP_PORT", LOOPBACK, settings.sfu_udp_port, "udp"))
    if settings.turn:
        wanted.append(Listener("the relay", "PARLEY_TURN_PORT", LOOPBACK, settings.turn_port, "udp"))
    own = holder(settings.data_dir)
    for listener in wanted:
        name = f"port {listener.port}"
        try:
            require_free(listener)
        except PortInUse as error:
            if own and _is_of(own, error.holder):
                of = f"of the Parley that runs from {settings.data_dir} (process {own})"
                yield Finding(name, True, f"{listener.purpose} {of}")
            else:
                yield Finding(name, False, error.seen, error.mend, False)
        except StackError as error:
            yield Finding(name, False, str(error), f"set another with {listener.mend}", False)
        else:
            yield Finding(name, True, f"free for {listener.purpose}")


def test_tools() -> Iterable[Finding]:
    """What only `make test` and the sample meeting use."""
    tools: tuple[tuple[str, str, Callable[[], bool]], ...] = (
        (
            "apertium-eng-spa",
            "tests, and captions translated between English and Spanish",
            Path("/usr/share/apertium/apertium-eng-spa").is_dir,
        ),
        (
            "apertium-eng-cat",
            "tests, and captions translated between English and Catalan",
            Path("/usr/share/apertium/apertium-eng-cat").is_dir,
        ),
        ("chromium", "browser tests", lambda: shutil.which("chromium") is not None),
        (
            "pocketsphinx-testdata",
            "tests and the sample meeting",
            Path("/usr/share/pocketsphinx/test/data/librivox").is_dir,
        ),
        ("espeak-ng", "tests and a synthetic sample meeting", lambda: shutil.which("espeak-ng") is not None),
        ("openssl", "tests", lambda: shutil.which("openssl") is not None),
        ("nftables", "tests and benches of lossy networks", lambda: shutil.which("nft") is not None),
        ("haproxy", "the test that loses an SFU node", lambda: shutil.which("haproxy") is not None),
        ("redis-server", "the test that loses an SFU node", lambda: shutil.which("redis-server") is not None),
    )
    for name, use, is_there in tools:
        yield Finding(name, is_there(), f"for {use}", f"apt-get install {name}", is_required=False)


def _is_of(stack: int, process: int | None) -> bool:
    """Whether a process is that stack itself or one that it started."""
    with contextlib.suppress(psutil.Error):
        return process is not None and stack in {
            process,
            *(parent.pid for parent in psutil.Process(process).parents()),
        }
    return False


def _pins(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """`name==version` of lines that apply here; a line with a marker counts only if pip installed it."""
    for line in lines:
        match = re.match(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;.*?)?\\?$", line)
        if match and (match[3] is None or _is_installed(match[1])):
            yield match[1], match[2]


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True

"""`parley up` as a person runs it, on free ports and in a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

READY_WITHIN_S = 150.0


class Up:
    """A running `parley up` and what it has printed."""

    def __init__(self, data_dir: Path, *options: str, output: Path) -> None:
        self.data_dir = data_dir
        self._output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parley", "up", "--data-dir", str(data_dir), *options],
                stdout=file,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | {"PARLEY_SPEECH_ENGINE": "fake"},
            )

    @property
    def said(self) -> str:
        return self._output.read_text()

    @property
    def url(self) -> str:
        found = re.search(r"open +(\S+)", self.said)
        assert found, self.said
        return found[1]

    def until_said(self, text: str) -> None:
        self.until(lambda: text in self.said, text)

    def until(self, is_so: Callable[[], bool], what: str, within_s: float = READY_WITHIN_S) -> None:
        deadline_s = time.monotonic() + within_s
        while not is_so():
            assert time.monotonic() < deadline_s, f"{what} never came about; it said:\n{self.said}"
            time.sleep(0.05)

    def child(self, word: str) -> psutil.Process:
        """The direct child whose command line holds this word."""
        for process in psutil.Process(self.process.pid).children():
            if word in " ".join(process.cmdline()):
                return process
        raise AssertionError(f"no {word} among the children")

    def everybody(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]


def still_there(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Of these, those that are neither gone nor waiting to be collected by init."""
    return [
        process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]


Start = Callable[..., Up]


@contextmanager
def starting(folder: Path) -> Iterator[Start]:
    """Starts `parley up`; ends what is left of it."""
    started: list[Up] = []

    def start(*options: str, data_dir: Path | None = None) -> Up:
        up = Up(data_dir or folder / "data", *options, output=folder / f"up-{len(started)}.txt")
        started.append(up)
        return up

    yield start
    for up in started:
        if up.process.poll() is None:
            up.process.send_signal(signal.SIGTERM)
            up.process.wait(timeout=10)


@pytest.fixture
def start_up(tmp_path: Path) -> Iterator[Start]:
    with starting(tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """One for all tests that leave it as they found it."""
    with starting(tmp_path_factory.mktemp("up")) as start:
        up = start("--port", "0")
        up.until_said("captions")
        yield up

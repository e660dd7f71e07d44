"""The supervisor is killed outright: nothing it started may live on."""

import subprocess
import sys
import time

import psutil
import pytest

pytestmark = pytest.mark.integration

SUPERVISOR = """
import subprocess, sys, time
from parley.stack.guard import OrphanGuard

guard = OrphanGuard()
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
parent = [sys.executable, "-c", f"import subprocess, time; subprocess.Popen({sleeper!r}); time.sleep(60)"]
child = subprocess.Popen(parent, start_new_session=True)
guard.watch([child.pid])
print(child.pid, flush=True)
if sys.argv[1] == "dismiss":
    guard.dismiss()
    print("dismissed", flush=True)
time.sleep(60)
"""


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_for(processes: list[psutil.Process], within_s: float) -> list[psutil.Process]:
    """Those still there after that time."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s and not all(is_gone(process) for process in processes):
        time.sleep(0.02)
    return [process for process in processes if not is_gone(process)]


def family(pid: int) -> list[psutil.Process]:
    """A process and its one child, once that is there."""
    parent = psutil.Process(pid)
    deadline_s = time.monotonic() + 10
    while not parent.children() and time.monotonic() < deadline_s:
        time.sleep(0.02)
    return [parent, *parent.children()]


def start_supervisor(mode: str) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, mode], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    return supervisor, family(int(supervisor.stdout.readline()))


def end(supervisor: subprocess.Popen[str]) -> None:
    supervisor.kill()
    supervisor.wait()
    assert supervisor.stdout is not None
    supervisor.stdout.close()


def test_children_and_grandchildren_die_with_a_supervisor_that_was_killed() -> None:
    supervisor, processes = start_supervisor("watch")
    assert len(processes) == 2
    guards = [
        process for process in psutil.Process(supervisor.pid).children() if process.name() in {"sh", "dash"}
    ]
    end(supervisor)
    assert wait_for(processes + guards, within_s=5) == []
    assert guards, "the guard itself was seen, and ended too"


def test_a_dismissed_guard_kills_nothing() -> None:
    supervisor, processes = start_supervisor("dismiss")
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "dismissed\n"
    end(supervisor)
    assert wait_for(processes, within_s=0.5) == processes
    for process in processes:
        process.kill()
    assert wait_for(processes, within_s=5) == []

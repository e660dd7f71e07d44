"""Keeps real processes: small Python programs that behave badly."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from parley.stack.child import ChildSpec, last_log_line
from parley.stack.errors import ChildNeverReady
from parley.stack.keeper import Keeper

pytestmark = pytest.mark.integration

SLEEPS = "import time; time.sleep(60)"
IGNORES_SIGTERM = (
    f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {SLEEPS}"
)
HAS_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{SLEEPS}']); {SLEEPS}"
DIES = "import sys; sys.exit('no licence to work')"


def spec(tmp_path: Path, program: str, *, is_essential: bool = True, is_up: bool = True) -> ChildSpec:
    async def is_ready() -> bool:
        return is_up

    return ChildSpec(
        name="worker",
        command=(sys.executable, "-c", program),
        environment=dict(os.environ),
        log_file=tmp_path / "worker.log",
        is_ready=is_ready,
        is_essential=is_essential,
    )


@asynccontextmanager
async def keeping(what: ChildSpec, said: list[str]) -> AsyncIterator[Keeper]:
    keeper = Keeper(what, said.append, lambda: None)
    task = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        await keeper.stop(within_s=1)
        task.cancel()
        await asyncio.wait([task])


async def until(seen: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not seen():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.02)


async def test_a_killed_child_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    async with keeping(spec(tmp_path, SLEEPS), said) as keeper:
        await keeper.first_ready()
        assert keeper.child is not None
        first = keeper.child.process_group
        os.kill(first, signal.SIGKILL)
        await until(lambda: keeper.child is not None and keeper.child.process_group != first)
        await until(lambda: len(said) == 2)
    assert said == ["worker died (killed by SIGKILL); starting it again in 0.5 s.", "worker is ready again."]


async def test_a_child_that_ends_by_itself_is_quoted_and_never_one_before_it(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "worker.log").write_text("words of yesterday\n")
    async with keeping(spec(tmp_path, DIES, is_essential=False, is_up=False), said):
        await until(lambda: said)
    silent: list[str] = []
    async with keeping(spec(tmp_path, "raise SystemExit(3)", is_essential=False, is_up=False), silent):
        await until(lambda: silent)
    assert said[0].startswith("worker died (exit status 1)")
    assert said[0].endswith("It last said: no licence to work")
    assert silent[0] == "worker died (exit status 3); starting it again in 0.5 s."


async def test_pauses_between_deaths_grow(tmp_path: Path) -> None:
    said: list[str] = []
    async with keeping(spec(tmp_path, DIES, is_essential=False, is_up=False), said):
        await until(lambda: len(said) == 3)
    pauses = [line.split("again in ")[1].split(" It")[0] for line in said]
    assert pauses == ["0.5 s.", "1 s.", "2 s."]


async def test_an_essential_child_that_keeps_dying_ends_the_start_with_its_last_words(tmp_path: Path) -> None:
    async with keeping(spec(tmp_path, DIES, is_up=False), []) as keeper:
        with pytest.raises(ChildNeverReady, match="no licence to work") as failure:
            await keeper.first_ready()
    assert "worker.log" in str(failure.value)


async def test_a_child_that_ignores_sigterm_is_killed_in_time(tmp_path: Path) -> None:
    async with keeping(spec(tmp_path, IGNORES_SIGTERM), []) as keeper:
        await until(lambda: last_log_line(tmp_path / "worker.log") == "up")
        assert keeper.child is not None
        process = keeper.child.process_group
        before_s = time.monotonic()
        await keeper.stop(within_s=0.5)
        assert time.monotonic() - before_s < 3
    assert not psutil.pid_exists(process)


async def test_grandchildren_do_not_outlive_a_killed_child(tmp_path: Path) -> None:
    async with keeping(spec(tmp_path, HAS_A_CHILD), []) as keeper:
        await keeper.first_ready()
        assert keeper.child is not None
        child = psutil.Process(keeper.child.process_group)
        await until(child.children)
        [grandchild] = child.children()
        child.kill()
        await until(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)

"""The agent's processes and what they cost."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil

from parley.stack.stack import Stack

WINDOW_S = 30.0


def agent_processes(stack: Stack) -> list[psutil.Process]:
    """The agent worker and all that it started: jobs, spare jobs, the engine's host."""
    worker = psutil.Process(stack.process_of("agent"))
    return [worker, *worker.children(recursive=True)]


def engine_process(stack: Stack) -> psutil.Process:
    """The one process in which speech is decoded."""
    (engine,) = [one for one in agent_processes(stack) if "parley.agent.engines.host" in one.cmdline()]
    return engine


def job_processes(stack: Stack) -> list[psutil.Process]:
    """Those that are in a room: the only ones of the agent's with UDP sockets."""
    return [one for one in agent_processes(stack) if one.net_connections(kind="udp")]


def cpu_s(process: psutil.Process) -> float:
    """CPU seconds that a process has used so far, by itself."""
    times = process.cpu_times()
    return float(times.user + times.system)


def pss_mb(process: psutil.Process) -> float:
    """Memory of a process in MB; what it shares with others counts in part."""
    return float(process.memory_full_info().pss) / 1e6


async def cpu_percent(processes: Callable[[], Iterable[psutil.Process]], window_s: float = WINDOW_S) -> float:
    """CPU over a while, in percent of a core; a process that comes meanwhile counts from its start."""
    before = _cpu_by_process(processes())
    await asyncio.sleep(window_s)
    after = _cpu_by_process(processes())
    return sum(spent - before.get(process, 0.0) for process, spent in after.items()) / window_s * 100


def _cpu_by_process(processes: Iterable[psutil.Process]) -> dict[psutil.Process, float]:
    spent: dict[psutil.Process, float] = {}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            spent[process] = cpu_s(process)
    return spent

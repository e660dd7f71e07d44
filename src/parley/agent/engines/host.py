"""The engine's host process: loads the weights once per worker and decodes for all its meetings.

Started by the worker (`host_keeper`) with the environment that makes one decode use one core. It reports on
its standard output and ends when its standard input closes, so it never outlives a killed worker.
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from parley.agent.engines.choice import Choice, SpeechEngine, choose
from parley.agent.engines.host_server import HostServer
from parley.agent.engines.policy import SAY_ALIVE_S
from parley.agent.engines.wire import ALIVE, HostReport
from parley.agent.logs import configure_logs


def main() -> None:
    """Loads the engine that the arguments name, reports, and serves until the worker is gone."""
    parser = argparse.ArgumentParser(prog="parley-engine-host")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--engine", type=SpeechEngine, required=True)
    parser.add_argument("--whisper-dir", type=Path)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--language", required=True)
    arguments = parser.parse_args()
    # Ctrl-C reaches the whole group at once; the worker first lets its jobs finish their last utterances.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    configure_logs()
    choice = choose(arguments.engine, arguments.whisper_dir, arguments.threads, arguments.language)
    asyncio.run(_serve(choice, arguments.socket, arguments.threads))


async def _serve(choice: Choice, socket_path: Path, threads: int) -> None:
    if choice.decoder is None:
        _report(choice)
        await _worker_gone()
        return
    host = HostServer(choice.decoder, threads, is_fallback=choice.is_fallback)
    async with await host.listen(socket_path):
        _report(choice)
        ends = {asyncio.create_task(work) for work in (_worker_gone(), host.work(), _say_alive(host))}
        done, pending = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()


async def _say_alive(host: HostServer) -> None:
    while True:
        await asyncio.sleep(SAY_ALIVE_S)
        if not host.is_stuck:
            sys.stdout.buffer.write(ALIVE)
            sys.stdout.buffer.flush()


async def _worker_gone() -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    await reader.read()


def _report(choice: Choice) -> None:
    sys.stdout.write(HostReport(health=choice.health).model_dump_json() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

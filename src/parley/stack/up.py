"""`parley up`: the whole of Parley on this machine, until Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
import time
from pathlib import Path

from pydantic import ValidationError

from parley.refused_settings import refused_settings
from parley.stack.errors import StackError
from parley.stack.settings import StackSettings
from parley.stack.stack import Stack
from parley.stack.terminal import Terminal, captions_line, relay_line

WORKER_REPORTS_WITHIN_S = 60.0
HIGHEST_PORT = 65_535
CAPTIONS_LOOKED_AT_EVERY_S = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; each beats the variable of the same meaning."""
    parser.add_argument(
        "--host", metavar="ADDRESS", help="serve other machines of the house too, under this address or name"
    )
    parser.add_argument("--cert", type=Path, metavar="FILE", help="certificate (PEM) for --host")
    parser.add_argument("--key", type=Path, metavar="FILE", help="its private key (PEM)")
    parser.add_argument(
        "--port",
        type=_port,
        metavar="N",
        help="port of the web client (default 8080); 0: free ports for everything",
    )
    parser.add_argument(
        "--turn",
        action="store_true",
        default=None,
        help="relay media for people whose network blocks it (needs coturn)",
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="FOLDER", help="where everything is kept (default data/)"
    )


def _port(word: str) -> int:
    """Looked at here, so that the refusal names the option and not the variable."""
    if not (word.isascii() and word.isdigit() and int(word) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"{word} is no port: give a number from 0 to {HIGHEST_PORT}")
    return int(word)


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped; exit status 0 after a stop that was asked for."""
    terminal = Terminal()
    try:
        return asyncio.run(_serve(_settings(arguments), terminal))
    except StackError as error:
        terminal.error(str(error))
        return 1


def _settings(arguments: argparse.Namespace) -> StackSettings:
    given = {
        "host": arguments.host,
        "tls_cert": arguments.cert,
        "tls_key": arguments.key,
        "port": arguments.port,
        "data_dir": arguments.data_dir,
        "turn": arguments.turn,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        if arguments.port == 0:
            data_dir = chosen.pop("data_dir", None) or StackSettings().data_dir
            return StackSettings.on_free_ports(data_dir, **chosen)
        return StackSettings(**chosen)
    except ValidationError as error:
        raise StackError(refused_settings(error)[0]) from error


async def _serve(settings: StackSettings, terminal: Terminal) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stopping.set)
    started_s = time.monotonic()
    terminal.title("Parley")
    relay = "coturn, " if settings.turn else ""
    sfu = "livekit-server, " if settings.is_sfu_embedded else ""
    terminal.line("starting", f"{relay}{sfu}backend, agent")
    if not settings.is_sfu_embedded:
        terminal.line("SFU", str(settings.sfu_url))
    serving = asyncio.create_task(_run_stack(settings, terminal, started_s))
    stop_asked = asyncio.create_task(stopping.wait())
    await asyncio.wait([serving, stop_asked], return_when=asyncio.FIRST_COMPLETED)
    stop_asked.cancel()
    if not serving.done():
        terminal.line("stopping", "everything")
        serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    return 0


async def _run_stack(settings: StackSettings, terminal: Terminal, started_s: float) -> None:
    """Serve until cancelled."""
    async with Stack(settings, lambda text: terminal.line("watch", text)) as stack:
        terminal.line("open", f"{stack.web_url}  (after {time.monotonic() - started_s:.1f} s)")
        if not (settings.web_dist / "index.html").is_file():
            terminal.line(
                "web", f"unavailable: the web client is not built in {settings.web_dist}; run `make setup`"
            )
        if turn := stack.plan.turn:
            terminal.line("relay", relay_line(turn))
        terminal.line("logs", f"{settings.log_dir}/")
        said = captions_line(await stack.wait_for_worker(WORKER_REPORTS_WITHIN_S))
        terminal.line("captions", said)
        while True:  # until cancelled
            await asyncio.sleep(CAPTIONS_LOOKED_AT_EVERY_S)
            readiness = await stack.readiness()
            if readiness and captions_line(readiness) != said:
                said = captions_line(readiness)
                terminal.line("captions", said)

"""The command `parley`. Each subcommand loads only what it needs."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from parley import __version__
from parley.refused_settings import refused_settings


@dataclass(frozen=True)
class Command:
    """A subcommand: what it is for, who declares its options, who runs it."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="parley", description="Video meetings that caption and remember themselves."
    )
    parser.add_argument("--version", action="version", version=f"parley {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in words if not word.startswith("-")), None)
    for name, command in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=command.help, description=command.help)
        if name == chosen:  # declaring options may load the command's package
            command.add_arguments(subparser)
    parsed = parser.parse_args(words)
    return COMMANDS[parsed.command].run(parsed)


def _process_arguments(parser: argparse.ArgumentParser) -> None:
    """The command is told everything else by PARLEY_* variables."""
    parser.add_argument("--check", action="store_true", help="only say whether its settings can be used")
    parser.epilog = "Configured by PARLEY_* variables: docs/reference/settings.md."


def _process(package: str) -> Callable[[argparse.Namespace], int]:
    """Runs `PACKAGE.main.run(PACKAGE.settings.Settings())`; `--check` ends before the former."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            settings = importlib.import_module(f"{package}.settings").Settings()
        except ValidationError as error:
            sys.stderr.writelines(f"parley: {problem}\n" for problem in refused_settings(error))
            return 2
        if arguments.check:
            return 0
        status: int | None = importlib.import_module(f"{package}.main").run(settings)
        return status or 0

    return run


def _from(
    module: str, options: str | None = None
) -> tuple[Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]:
    """`add_arguments` and `run` of a module, imported when called."""

    def add_arguments(parser: argparse.ArgumentParser) -> None:
        importlib.import_module(options or module).add_arguments(parser)

    def run(arguments: argparse.Namespace) -> int:
        status: int = importlib.import_module(module).run(arguments)
        return status

    return add_arguments, run


COMMANDS = {
    "up": Command("run everything on this machine", *_from("parley.stack.up")),
    "rehearse": Command(
        "play recordings into a real meeting and report what came out, and when",
        *_from("parley.rehearsal.main", "parley.rehearsal.arguments"),
    ),
    "doctor": Command("say what is missing and the command that mends it", *_from("parley.stack.doctor")),
    "probe-turn": Command("check that a relay refuses what it must", *_from("parley.stack.turn.command")),
    "backend": Command("run the control plane alone", _process_arguments, _process("parley.backend")),
    "agent": Command("run an agent worker alone", _process_arguments, _process("parley.agent")),
}

"""Finds and runs benches.

A bench is a module of `bench` with a sentence `PEER` and `run() -> list[Row]`. A package of `bench` is a
group of them: `captions` names all of it, `captions.crowd` one.
"""

import argparse
import importlib
import os
import pkgutil
from datetime import UTC, datetime

from rich.console import Console

import bench
from bench.harness.rows import Result, print_result, write_result

_NO_BENCHES = ("_", "harness.", "soak.")


def bench_names() -> list[str]:
    """All benches, sorted."""
    found = pkgutil.walk_packages(bench.__path__, "bench.")
    names = (module.name.removeprefix("bench.") for module in found if not module.ispkg)
    return sorted(name for name in names if not name.startswith(_NO_BENCHES))


def main(arguments: list[str]) -> int:
    """Run the named benches; 0 if every goal is met."""
    names = bench_names()
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)} or all (default)")
    chosen = parser.parse_args(arguments).names
    groups = {name.partition(".")[0] for name in names}
    if unknown := [name for name in chosen if name not in {*names, *groups, "all"}]:
        parser.error(f"no bench is called {', '.join(unknown)}; there are {', '.join(names)}")
    console = Console()
    load = os.getloadavg()[0]
    if load > 0.5:
        console.print(
            f"This machine is not idle (load {load:.1f}): latencies will be too high.", highlight=False
        )
    are_met = True
    for name in names:
        if chosen and not {name, name.partition(".")[0], "all"} & set(chosen):
            continue
        module = importlib.import_module(f"bench.{name}")
        date, load = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), os.getloadavg()[0]
        try:
            rows = module.run()
        except SystemExit as problem:  # something is missing, or did not work: the others still run
            console.print(f"{name}: {problem}", highlight=False, markup=False)
            are_met = False
            continue
        result = Result(name, date, load, getattr(module, "PEER", ""), rows)
        write_result(result)
        print_result(console, result)
        are_met &= all(row.is_met for row in result.rows)
    return 0 if are_met else 1

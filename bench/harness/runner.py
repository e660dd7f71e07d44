"""Finds and runs benches. A bench is a module of `bench` with a sentence `PEER` and `run() -> list[Row]`."""

import argparse
import importlib
import os
import pkgutil

from rich.console import Console

import bench
from bench.harness.rows import print_rows, write_results


def bench_names() -> list[str]:
    """All benches, sorted."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(bench.__path__)
        if not module.ispkg and module.name[0] != "_"
    )


def main(arguments: list[str]) -> int:
    """Run the named benches; 0 if every goal is met."""
    names = bench_names()
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)} or all (default)")
    chosen = parser.parse_args(arguments).names
    if unknown := [name for name in chosen if name not in {*names, "all"}]:
        parser.error(f"no bench is called {', '.join(unknown)}; there are {', '.join(names)}")
    console = Console()
    load = os.getloadavg()[0]
    if load > 0.5:
        console.print(
            f"This machine is not idle (load {load:.1f}): latencies will be too high.", highlight=False
        )
    are_met = True
    for name in names if not chosen or "all" in chosen else chosen:
        module = importlib.import_module(f"bench.{name}")
        rows = module.run()
        write_results(name, rows)
        print_rows(console, name, getattr(module, "PEER", ""), rows)
        are_met &= all(row.is_met for row in rows)
    return 0 if are_met else 1

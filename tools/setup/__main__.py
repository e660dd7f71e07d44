"""Set-up of a checkout, by the system's Python alone: `python3 tools/setup [stack|demo|test]`.

Every step says what it rests on; one whose inputs are as they were last time is skipped. This file must
parse on Pythons too old to run the rest, so that they can be told.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
    sys.exit(
        "Parley needs Python 3.11 or newer; %s is %d.%d. Install one and name it: make PYTHON=python3.12 up"  # noqa: UP031 - oldest of all
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )

from pathlib import Path
from time import monotonic

from debian import provide_sample_speech, provide_test_packages
from environment import install_packages, link_project, make_environment, provide_livekit_server
from noise_suppression import make_noise_graphs
from stamps import SetupFailed, Stamps
from web_client import build_web, install_web

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run the steps for what was asked: `stack` is what `make up` needs, the others add to it."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "stack"
    if wanted not in {"stack", "demo", "test"}:
        sys.stderr.write("usage: python3 tools/setup [stack|demo|test]\n")
        return 2
    started_s = monotonic()
    is_for_tests = wanted == "test"
    try:
        stamps = Stamps(ROOT)
        make_environment(ROOT, stamps)
        install_packages(ROOT, stamps, with_tests=is_for_tests)
        link_project(ROOT)
        install_web(ROOT, stamps)
        make_noise_graphs(ROOT, stamps)
        build_web(ROOT, stamps)
        provide_livekit_server(ROOT)
        if is_for_tests:
            provide_test_packages()
        elif wanted == "demo":
            provide_sample_speech()
    except SetupFailed as failure:
        sys.stderr.write(f"\nSet-up stopped: {failure}\n")
        return 1
    sys.stdout.write(f"Set up ({monotonic() - started_s:.1f} s)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

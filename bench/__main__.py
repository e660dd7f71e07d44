"""`python -m bench [NAME …]`: run the named benches, or all; each writes bench/results/NAME.json."""

import os
import sys

from bench.harness.runner import main

# Engines are measured as they are deployed, on one thread each; the libraries read this when they load.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

if __name__ == "__main__":
    if not ONE_THREAD.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, "-m", "bench", *sys.argv[1:]], os.environ | ONE_THREAD)
    sys.exit(main(sys.argv[1:]))

"""The people's address changes in mid-call."""

from bench.harness import network
from bench.harness.rows import Row

PEER = network.PEER


def run() -> list[Row]:
    """Both people change at once."""
    return network.gap_rows("address", "address changed", 2.5)

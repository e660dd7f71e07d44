"""Nothing gets through for ten seconds."""

from bench.harness import network
from bench.harness.rows import Row

PEER = network.PEER


def run() -> list[Row]:
    """Seconds after the network is back."""
    return network.gap_rows("blackout", "10 s blackout, after it", 1.5)

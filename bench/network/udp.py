"""UDP blocked in mid-call."""

from bench.harness import network
from bench.harness.rows import Row

PEER = network.PEER


def run() -> list[Row]:
    """Both people behind the same firewall."""
    return network.gap_rows("udp", "UDP blocked", 4.0, 6.0)

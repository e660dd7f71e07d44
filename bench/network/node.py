"""The node that hosts the meeting killed, of two SFU nodes behind one address."""

from bench.harness import network
from bench.harness.rows import Row

PEER = f"{network.PEER}; it connects anew when it has given up"


def run() -> list[Row]:
    """Seconds from the kill, by the configuration of infra/sfu-nodes."""
    return network.gap_rows("node", "node killed, of two", 10.0, 10.0)

"""livekit-server killed, and back after two seconds."""

from bench.harness import network
from bench.harness.rows import Row

PEER = f"{network.PEER}; it connects anew when it has given up"


def run() -> list[Row]:
    """Seconds from the kill."""
    return network.gap_rows("sfu", "SFU killed, back after 2 s", 6.0, 6.0)

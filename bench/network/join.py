"""From the wish to join to the first picture of somebody else, by each way through a firewall."""

from bench.harness import network
from bench.harness.rows import Row

PEER = network.PEER


def run() -> list[Row]:
    """Ours from the press of the button, the peer from the request for a token."""
    return [
        *network.join_rows("join-direct", "direct", 1.5),
        *network.join_rows("join-tcp", "UDP blocked", 1.5),
        *network.join_rows("join-relay", "UDP and 7881 blocked", 2.0),
    ]

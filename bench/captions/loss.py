"""Words in a room whose network loses 5 % of all packets: this bench's own network namespace, by nftables.

Every UDP packet may be lost, so a word crosses two lossy legs on its way: speaker to SFU, SFU to agent.
"""

import json
import os
import shutil
import subprocess
import sys

from bench.harness.rehearsing import rehearse
from bench.harness.rows import Row
from bench.harness.speech import one_speaker

PEER = ""
LOSS_PERCENT = 5
ALLOWED_POINTS = 3.0
_RULES = f"""
add table inet lossy
add counter inet lossy every
add counter inet lossy lost
add chain inet lossy in {{ type filter hook input priority 0; }}
add rule inet lossy in meta l4proto udp counter name every
add rule inet lossy in meta l4proto udp numgen random mod 100 < {LOSS_PERCENT} counter name lost drop
"""
# The SDK's native side passes over loopback when it looks for addresses, so there must be another link.
_OTHER_LINK = (
    "ip link add here type veth peer name there",
    "ip addr add 192.0.2.1/30 dev here",
    "ip link set here up",
    "ip link set there up",
    "ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev here nud permanent",
    "ip route add default via 192.0.2.2",
)


def run() -> list[Row]:
    """The same speech without and with loss; the second in a namespace of its own."""
    clean = wer_percent()
    lossy, lost_percent = _in_lossy_namespace()
    return [
        Row("packets lost on each leg", "%", lost_percent),
        Row("word error rate without loss", "%", clean),
        Row(f"word error rate at {LOSS_PERCENT} % loss", "%", lossy, None, clean + ALLOWED_POINTS),
    ]


def wer_percent() -> float:
    """Of one rehearsal."""
    (speaker,) = rehearse(one_speaker()).report.speakers
    assert speaker.wer is not None
    return speaker.wer * 100


def _in_lossy_namespace() -> tuple[float, float]:
    """The word error rate there, and how many packets were lost, both in percent."""
    if os.geteuid() != 0 or shutil.which("nft") is None:
        sys.exit("This bench needs root and nft: apt install nftables")
    steps = (
        "ip link set lo up",
        *_OTHER_LINK,
        f"echo '{_RULES}' | nft -f -",
        f"{sys.executable} -m {__name__}",
        "nft -j list counters",
    )
    inside = ["unshare", "--net", "sh", "-c", " && ".join(steps)]
    done = subprocess.run(inside, stdout=subprocess.PIPE, text=True, check=True)
    wer, counters = done.stdout.strip().splitlines()
    packets = {
        one["counter"]["name"]: one["counter"]["packets"]
        for one in json.loads(counters)["nftables"]
        if "counter" in one
    }
    return float(wer), 100 * packets["lost"] / packets["every"]


if __name__ == "__main__":
    print(wer_percent())

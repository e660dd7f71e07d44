"""A link that is nothing but late, in user space: `python -m bench.harness.delay_line NAME_A NAME_B`.

Makes two TUN interfaces, for others to move where they want them: what goes into one comes out of the other
after a while, in both directions, in order. Says `ready`; each line of standard input is a new delay in ms,
and its end is the link's. Many kernels have no netem; TUN they all have, and it gives whole packets with
their checksums made. Good for a call, not for a load test.
"""

import contextlib
import fcntl
import os
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA  # linux/if_tun.h, as are the flags
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
PACKET_BYTES_MAX = 65_535
_IDLE_S = 0.5


def main(name_a: str, name_b: str) -> None:
    """Run until standard input ends."""
    words = sys.stdin.fileno()
    a, b = _interface(name_a), _interface(name_b)
    opposite = {a: b, b: a}
    waiting: deque[tuple[float, int, bytes]] = deque()  # one delay for all: nearly in order of leaving
    delay_s = 0.0
    print("ready", flush=True)
    while True:
        wait_s = max(0.0, waiting[0][0] - time.monotonic()) if waiting else _IDLE_S
        readable: list[int] = select.select([a, b, words], [], [], wait_s)[0]
        for source in readable:
            got = os.read(source, PACKET_BYTES_MAX)
            if source != words:
                waiting.append((time.monotonic() + delay_s, opposite[source], got))
            elif got:
                delay_s = float(got.split()[-1]) / 1000
            else:
                return
        while waiting and waiting[0][0] <= time.monotonic():
            _, target, packet = waiting.popleft()
            with contextlib.suppress(OSError):  # the interface is down: lost, as on a real line
                os.write(target, packet)


def _interface(name: str) -> int:
    opened = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(opened, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return opened


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

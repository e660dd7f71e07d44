"""A slow, lossy line between two network interfaces, by copying frames: `netlab_link.py IF_A IF_B`.

For kernels without `tc netem`. Standard input takes one JSON object a line, and each changes the line from
then on: {"delay_ms": 15, "loss": 0.1}, the same both ways, or {"up": {...}, "down": {...}}, up being from
IF_A to IF_B. What is left out is 0; loss 1 is a blackout, and `kbps` 0 carries all there is. It says `ready`
once frames pass, and ends with its standard input. Needs CAP_NET_RAW and interfaces without offloads
(`--no-offloads IF` switches them off, for lack of ethtool).
"""

import argparse
import ctypes
import fcntl
import heapq
import json
import random
import select
import socket
import struct
import sys
import time
from dataclasses import dataclass

ETH_P_ALL, PACKET_OUTGOING = 3, 4  # linux/if_ether.h, linux/if_packet.h
SIOCETHTOOL = 0x8946  # linux/sockios.h
# ETHTOOL_SRXCSUM, STXCSUM, STSO, SGSO, SGRO (linux/ethtool.h): with them frames are not as on a wire.
OFFLOADS = (0x15, 0x17, 0x1F, 0x24, 0x2C)
FRAME_BYTES_MAX = 65_535
BUFFER_BYTES = 8 << 20
BATCH = 64  # frames of one side before the other gets its turn


@dataclass(frozen=True)
class Line:
    """What happens to a frame on its way.

    Attributes:
        kbps: What it carries; what is more waits, and after `queue_ms` of waiting is lost.
    """

    delay_ms: float = 0.0
    loss: float = 0.0
    kbps: float = 0.0
    queue_ms: float = 300.0


class Direction:
    """One way of the line, and when it is free again."""

    def __init__(self) -> None:
        self.line = Line()
        self._free_s = 0.0

    def leaves_s(self, now_s: float, size_bytes: int) -> float | None:
        """When a frame that comes now is through; None: it is lost."""
        line = self.line
        if random.random() < line.loss:  # noqa: S311 - chance, no secret
            return None
        begins_s = now_s
        if line.kbps > 0:
            begins_s = max(now_s, self._free_s)
            if begins_s - now_s > line.queue_ms / 1000:
                return None
            begins_s += size_bytes * 8 / (line.kbps * 1000)
            self._free_s = begins_s
        return begins_s + line.delay_ms / 1000


def main() -> None:
    """Switch offloads off, or be the line until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("interfaces", nargs="+", metavar="IF")
    parser.add_argument("--no-offloads", action="store_true", help="switch offloads off and end")
    arguments = parser.parse_args()
    if arguments.no_offloads:
        for name in arguments.interfaces:
            switch_offloads_off(name)
        return
    name_a, name_b = arguments.interfaces
    carry(_opened(name_a), _opened(name_b))


def carry(a: socket.socket, b: socket.socket) -> None:
    """Copy frames both ways until standard input ends."""
    up, down, serial = Direction(), Direction(), 0
    waiting: list[tuple[float, int, socket.socket, bytes]] = []  # a heap by the time at which they leave
    _say_ready()
    while True:
        wait_s = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable = select.select([a, b, sys.stdin], [], [], wait_s)[0]
        if sys.stdin in readable:
            if not (wish := sys.stdin.readline()):
                return
            wished = json.loads(wish)
            up.line = Line(**wished.get("up", wished))
            down.line = Line(**wished.get("down", wished))
            _say_ready()
        for source, target, direction in ((a, b, up), (b, a, down)):
            for frame in _frames(source) if source in readable else ():
                if (leaves_s := direction.leaves_s(time.monotonic(), len(frame))) is not None:
                    serial += 1  # keeps frames of the same moment in order
                    heapq.heappush(waiting, (leaves_s, serial, target, frame))
        while waiting and waiting[0][0] <= time.monotonic():
            *_, target, frame = heapq.heappop(waiting)
            _send(target, frame)


def switch_offloads_off(interface: str) -> None:
    """What `ethtool -K IF rx off tx off tso off gso off gro off` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in OFFLOADS:
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP", interface.encode(), ctypes.addressof(value))
            fcntl.ioctl(control, SIOCETHTOOL, request)


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def _opened(name: str) -> socket.socket:
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    opened.bind((name, 0))
    opened.setblocking(False)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    return opened


def _frames(source: socket.socket) -> list[bytes]:
    frames: list[bytes] = []
    for _ in range(BATCH):
        try:
            frame, address = source.recvfrom(FRAME_BYTES_MAX)
        except OSError:
            break
        if address[2] != PACKET_OUTGOING:  # not one that we have sent ourselves
            frames.append(frame)
    return frames


def _send(target: socket.socket, frame: bytes) -> None:
    try:
        target.send(frame)
    except OSError:
        return  # interface down, buffer full: lost, as on a real line


if __name__ == "__main__":
    main()

"""How late captions are, from the jobs to their worker: datagrams on a unix socket, milliseconds as JSON."""

import asyncio
import json
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from parley.agent.strain import Strain

log = structlog.get_logger()

_MOST_PER_REPORT = 500


class LagReporter:
    """A job's end. What cannot be delivered at once is dropped: the next second has its own."""

    def __init__(self, socket_path: Path) -> None:
        self._path = str(socket_path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def send(self, lags_s: Sequence[float]) -> None:
        """Tells how late some finals were."""
        if lags_s:
            body = json.dumps([round(lag_s * 1000) for lag_s in lags_s[-_MOST_PER_REPORT:]])
            with suppress(OSError):
                self._socket.sendto(body.encode(), self._path)

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()


class LagBoard(asyncio.DatagramProtocol):
    """The worker's end: what all its jobs say."""

    def __init__(self) -> None:
        self._strain = Strain()
        self._was_strained = False

    async def listen(self, socket_path: Path) -> asyncio.DatagramTransport:
        """Opens the socket; whoever holds the transport closes it."""
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        opened.bind(str(socket_path))
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=opened)
        return transport

    @property
    def is_strained(self) -> bool:
        """Whether captions are so late that one more meeting would be too many."""
        now_s = time.monotonic()
        is_strained = self._strain.is_strained(now_s)
        if is_strained is not self._was_strained:
            self._was_strained = is_strained
            p95_s = self._strain.p95_s(now_s)
            log.info(
                "worker_strained" if is_strained else "worker_calmed",
                final_p95_ms=None if p95_s is None else round(p95_s * 1000),
            )
        return is_strained

    def datagram_received(self, data: bytes, _address: object) -> None:
        """One job's lags of the last second."""
        try:
            lags_ms = [int(lag_ms) for lag_ms in json.loads(data)]
        except (ValueError, TypeError):
            log.warning("lag_report_unreadable")
            return
        now_s = time.monotonic()
        for lag_ms in lags_ms:
            self._strain.note(lag_ms / 1000, now_s)

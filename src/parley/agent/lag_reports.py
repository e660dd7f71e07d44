"""How late captions are, from the jobs to their worker: datagrams on a unix socket, milliseconds as JSON.

`[FINALS, WAITS]`: lags of finals, and how long the utterance waits that has waited longest, or null.
"""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Sequence
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

    def send(self, lags_s: Sequence[float], waits_s: float | None) -> None:
        """Tells how late some finals were, and for how long one is waited for."""
        if lags_s or waits_s is not None:
            finals_ms = [round(lag_s * 1000) for lag_s in lags_s[-_MOST_PER_REPORT:]]
            body = json.dumps([finals_ms, None if waits_s is None else round(waits_s * 1000)])
            with suppress(OSError):
                self._socket.sendto(body.encode(), self._path)

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()


class LagBoard(asyncio.DatagramProtocol):
    """The worker's end: what all its jobs say."""

    def __init__(self, on_final: Callable[[float], None] = lambda _lag_ms: None) -> None:
        """Args: on_final: Told the lag of each, in ms."""
        self._on_final = on_final
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
            finals, waits = json.loads(data)
            finals_ms = [int(lag_ms) for lag_ms in finals]
            waits_ms = [] if waits is None else [int(waits)]
        except (ValueError, TypeError):
            log.warning("lag_report_unreadable")
            return
        now_s = time.monotonic()
        for lag_ms in finals_ms:
            self._on_final(lag_ms)
        for lag_ms in [*finals_ms, *waits_ms]:
            self._strain.note(lag_ms / 1000, now_s)

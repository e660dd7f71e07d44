"""Byte pipes with TLS on one side, for a stack that serves other machines.

Outward, livekit-server's plain signalling is offered over TLS. Inward, agent and SFU reach the backend's
TLS port from plain loopback, so that a certificate of the house's own needs no trust store of theirs.
"""

import asyncio
import contextlib
import hmac
import ssl
from collections.abc import Awaitable, Callable

from parley.stack.errors import StackError
from parley.stack.plan import TlsFiles

READ_BYTES = 65_536
CONNECT_WITHIN_S = 5.0
HANDSHAKE_WITHIN_S = 10.0

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]


def server_context(files: TlsFiles) -> ssl.SSLContext:
    """TLS 1.2 or newer with this certificate.

    Raises:
        StackError: Certificate and key cannot be read or do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(files.cert, files.key, password=_refuse_password)
    except (ssl.SSLError, OSError, ValueError) as error:
        raise StackError(
            f"{files.cert} and {files.key} are no certificate and its unencrypted private key (PEM)."
        ) from error
    return context


def to_plain(host: str, port: int) -> Connect:
    """Connects to a plain port."""

    async def connect() -> Streams:
        return await asyncio.open_connection(host, port)

    return connect


def to_pinned_tls(host: str, port: int, files: TlsFiles) -> Connect:
    """Connects to a TLS port and talks only to the holder of exactly this certificate."""
    pinned = ssl.PEM_cert_to_DER_cert(_first_certificate(files))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # The certificate itself is compared below, which is stricter than any chain or name.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE

    async def connect() -> Streams:
        reader, writer = await asyncio.open_connection(host, port, ssl=context)
        presented = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if not hmac.compare_digest(presented or b"", pinned):
            writer.close()
            raise ConnectionError("the backend's port is held by another certificate")
        return reader, writer

    return connect


class TlsPipe:
    """Accepts connections and pipes each to a connection of its own."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Start accepting; with `tls`, only over TLS."""
        self._server = await asyncio.start_server(
            self._accept, host, port, ssl=tls, ssl_handshake_timeout=HANDSHAKE_WITHIN_S if tls else None
        )

    async def close(self) -> None:
        """Stop accepting and cut what is open."""
        if self._server:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=1)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        with contextlib.suppress(OSError, TimeoutError, asyncio.CancelledError):
            await self._pipe(reader, writer)

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                inner_reader, inner_writer = await self._connect()
            copies = [
                asyncio.create_task(_copy(reader, inner_writer)),
                asyncio.create_task(_copy(inner_reader, writer)),
            ]
            try:
                await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for copy in copies:
                    copy.cancel()
                await asyncio.wait(copies)
        finally:
            for end in (writer, inner_writer):
                if end:
                    end.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # the peer went away: the pipe ends
        while data := await reader.read(READ_BYTES):
            writer.write(data)
            await writer.drain()


def _first_certificate(files: TlsFiles) -> str:
    text = files.cert.read_text()
    end = "-----END CERTIFICATE-----"
    begin_at, end_at = text.find("-----BEGIN CERTIFICATE-----"), text.find(end)
    if begin_at < 0 or end_at < begin_at:
        raise StackError(f"{files.cert} holds no certificate (PEM).")
    return text[begin_at : end_at + len(end)]


def _refuse_password() -> str:
    raise ValueError("the key is encrypted")

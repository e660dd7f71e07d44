import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.stack.errors import StackError
from parley.stack.plan import TlsFiles
from parley.stack.ports import free_port
from parley.stack.tls_pipe import TlsPipe, server_context, to_pinned_tls, to_plain

pytestmark = pytest.mark.integration

LOOPBACK = "127.0.0.1"


def make_certificate(folder: Path) -> TlsFiles:
    folder.mkdir()
    files = TlsFiles(cert=folder / "cert.pem", key=folder / "key.pem")
    what = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=parley.test"
    names = "-addext subjectAltName=IP:127.0.0.1"
    where = ["-keyout", str(files.key), "-out", str(files.cert)]
    command = ["openssl", "req", "-x509", *what.split(), *names.split(), *where]
    subprocess.run(command, check=True, capture_output=True)
    return files


@pytest.fixture
def tls(tmp_path: Path) -> TlsFiles:
    return make_certificate(tmp_path / "tls")


async def upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that answers each line in capitals."""
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


@asynccontextmanager
async def upper_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    server = await asyncio.start_server(upper, LOOPBACK, 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def ask(port: int, line: bytes, tls: ssl.SSLContext | None = None) -> bytes:
    reader, writer = await asyncio.open_connection(LOOPBACK, port, ssl=tls)
    try:
        writer.write(line)
        await writer.drain()
        async with asyncio.timeout(5):
            return await reader.readline()
    finally:
        writer.close()


async def test_outward_a_plain_port_is_offered_over_tls(tls: TlsFiles) -> None:
    async with upper_server() as inner:
        pipe, port = TlsPipe(to_plain(LOOPBACK, inner)), free_port(LOOPBACK)
        await pipe.listen(LOOPBACK, port, server_context(tls))
        trusting = ssl.create_default_context(cafile=str(tls.cert))
        assert await ask(port, b"hello\n", trusting) == b"HELLO\n"
        assert await ask(port, b"x" * 50_000 + b"\n", trusting) == b"X" * 50_000 + b"\n"
        await pipe.close()


async def test_outward_nothing_is_said_without_tls(tls: TlsFiles) -> None:
    async with upper_server() as inner:
        pipe, port = TlsPipe(to_plain(LOOPBACK, inner)), free_port(LOOPBACK)
        await pipe.listen(LOOPBACK, port, server_context(tls))
        assert b"HELLO" not in await ask(port, b"hello\n")
        await pipe.close()


async def test_inward_plain_loopback_reaches_the_holder_of_the_certificate(tls: TlsFiles) -> None:
    async with upper_server(server_context(tls)) as backend:
        pipe, port = TlsPipe(to_pinned_tls(LOOPBACK, backend, tls)), free_port(LOOPBACK)
        await pipe.listen(LOOPBACK, port)
        assert await ask(port, b"hello\n") == b"HELLO\n"
        await pipe.close()


async def test_inward_nobody_else_is_talked_to(tls: TlsFiles, tmp_path: Path) -> None:
    impostor = make_certificate(tmp_path / "impostor")
    async with upper_server(server_context(impostor)) as backend:
        pipe, port = TlsPipe(to_pinned_tls(LOOPBACK, backend, tls)), free_port(LOOPBACK)
        await pipe.listen(LOOPBACK, port)
        assert await ask(port, b"service token\n") == b""
        await pipe.close()


async def test_a_pipe_to_nowhere_closes_the_connection(tls: TlsFiles) -> None:
    pipe, port = TlsPipe(to_plain(LOOPBACK, free_port(LOOPBACK))), free_port(LOOPBACK)
    await pipe.listen(LOOPBACK, port)
    assert await ask(port, b"hello\n") == b""
    await pipe.close()


def test_a_key_of_another_certificate_is_refused_in_one_line(tls: TlsFiles, tmp_path: Path) -> None:
    other = make_certificate(tmp_path / "other")
    with pytest.raises(StackError, match="no certificate and its unencrypted private key"):
        server_context(TlsFiles(cert=tls.cert, key=other.key))

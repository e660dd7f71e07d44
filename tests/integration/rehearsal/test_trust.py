"""Certificates that a rehearsal meets, by real handshakes: what it says is what mends it."""

import asyncio
from pathlib import Path

import pytest
from livekit import rtc

from parley.rehearsal.deployment import Deployment
from parley.rehearsal.errors import DeploymentProblem
from parley.rehearsal.trust import distrust
from parley.stack.tls_pipe import server_context
from tests.integration.stack.test_tls_pipe import make_certificate

pytestmark = pytest.mark.integration


async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def test_a_certificate_that_nobody_vouches_for_is_named_with_the_way_to_trust_it(
    tmp_path: Path,
) -> None:
    context = server_context(make_certificate(tmp_path / "tls"))
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=context)
    async with server, Deployment(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}") as deployment:
        with pytest.raises(DeploymentProblem, match="SSL_CERT_FILE=cert"):
            await deployment.create_meeting("Untrusted")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "CA:FALSE"),
        ("invalid peer certificate: UnknownIssuer", "SSL_CERT_FILE=cert.pem"),
    ],
)
def test_what_the_media_connection_says_of_a_certificate_becomes_a_sentence(fault: str, says: str) -> None:
    assert says in (distrust(rtc.ConnectError(f"engine: signal failure: {fault}")) or "")


def test_other_failures_are_none_of_trust() -> None:
    assert distrust(rtc.ConnectError("engine: connection error: timed out")) is None

from collections.abc import Iterator

import pytest

from parley.stack.plan import TlsFiles
from tests.integration.stack.test_tls_pipe import make_certificate
from tests.integration.stack.turn.relay import Relay, running_relay


@pytest.fixture(scope="package")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    return make_certificate(tmp_path_factory.mktemp("relay-tls") / "tls")


@pytest.fixture(scope="package")
def relay(tmp_path_factory: pytest.TempPathFactory, tls: TlsFiles) -> Iterator[Relay]:
    """The relay as `parley up --turn` runs it, for all tests that leave it as they found it."""
    with running_relay(tmp_path_factory.mktemp("relay"), tls) as running:
        yield running

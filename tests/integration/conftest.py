from collections.abc import Iterator

import pytest

from tests.integration.livekit_server import LiveKitServer, running_livekit


@pytest.fixture(scope="session")
def livekit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveKitServer]:
    """One livekit-server for all tests; whoever stops it starts it again."""
    with running_livekit(tmp_path_factory.mktemp("livekit")) as server:
        yield server

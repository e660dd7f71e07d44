"""Serves a process's metrics for Prometheus, at an address of their own: they are for operators alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server

_log = structlog.get_logger()


def new_registry() -> CollectorRegistry:
    """With what the system knows of this process: CPU, memory, open files."""
    registry = CollectorRegistry(auto_describe=True)
    ProcessCollector(registry=registry)
    return registry


@contextmanager
def exposed(registry: CollectorRegistry, host: str, port: int | None) -> Iterator[int | None]:
    """Serve them on `/metrics` for as long as the block runs; gives the port.

    Args:
        registry: What is served.
        host: Address it listens on.
        port: 0 takes a free one; None: nothing is served.

    Raises:
        OSError: The port is taken.
    """
    if port is None:
        yield None
        return
    server, thread = start_http_server(port, addr=host, registry=registry)
    _log.info("metrics_served", host=host, port=server.server_port)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

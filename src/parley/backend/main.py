"""`parley backend`: serves the application until it is told to stop."""

import structlog
import uvicorn

from parley.backend.app import create_app
from parley.backend.garbage import search_rarely
from parley.backend.logs import configure_logging
from parley.backend.settings import Settings

SHUTDOWN_S = 3

_log = structlog.get_logger()


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; returns within SHUTDOWN_S. One process: SQLite has one writer."""
    configure_logging()
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    search_rarely()
    _log.info("backend_started", host=settings.host, port=settings.port)
    uvicorn.Server(config).run()
    _log.info("backend_stopped")

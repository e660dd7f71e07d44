"""The worker's registration with the SFU: whether it stands, and that it is soon made again.

LiveKit Agents tells when a worker is registered, not when that ends, and waits 0, 0, 2, 4 … 10 s between
its attempts to connect again: an SFU that restarts within 2.3 s is found after 6. Nothing public changes
either. So once it is registered its WebSocket is opened by way of here. This uses a private name of
`AgentServer`, so it names the version it knows, and a test fails when another is installed.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from livekit.agents import AgentServer

KNOWN_AGENTS_VERSION = "1.8.9"
RETRY_S = 0.25
ATTEMPT_S = 5.0  # an address that swallows packets would be waited for 30 s
PATIENCE_S = 3600.0  # then LiveKit Agents makes a new token: this one is good for six hours

log = structlog.get_logger()

Connect = Callable[..., Awaitable[aiohttp.ClientWebSocketResponse]]


class Registration:
    """Whether the SFU knows the worker, under which id.

    Attributes:
        worker_id: The id that the SFU gave last; None before it has registered this worker.
        stands: Whether it knows the worker now: otherwise it gives it no jobs.
    """

    def __init__(self, server: AgentServer, on_changed: Callable[[], None]) -> None:
        """Args: on_changed: Told whenever the registration begins or ends."""
        self.worker_id: str | None = None
        self.stands = False
        self._server = server
        self._on_changed = on_changed
        self._session: aiohttp.ClientSession | None = None
        server.on("worker_registered", self._registered)

    def _registered(self, worker_id: str, _server_info: object) -> None:
        self.worker_id, self.stands = worker_id, True
        log.info("worker_registered", worker_id=worker_id)
        session = self._server._http_session
        if session is not None and session is not self._session:
            self._session = session
            self._take_over(session, session.ws_connect)
        self._on_changed()

    def _take_over(self, session: aiohttp.ClientSession, connect: Connect) -> None:
        async def connect_soon(*where: object, **how: object) -> aiohttp.ClientWebSocketResponse:
            self._ended()
            return await _connected(lambda: connect(*where, **how))

        # Not by assignment: in development mode aiohttp warns of attributes that it does not know.
        object.__setattr__(session, "ws_connect", connect_soon)

    def _ended(self) -> None:
        if self.stands:
            self.stands = False
            log.warning("worker_unregistered", worker_id=self.worker_id)
            self._on_changed()


async def _connected(
    connect: Callable[[], Awaitable[aiohttp.ClientWebSocketResponse]],
) -> aiohttp.ClientWebSocketResponse:
    """Tries until the SFU takes the connection.

    Raises:
        aiohttp.WSServerHandshakeError: It refuses us, which trying again soon does not change.
        aiohttp.ClientError, TimeoutError: It was away for `PATIENCE_S`.
    """
    loop = asyncio.get_running_loop()
    gives_up_at_s = loop.time() + PATIENCE_S
    while True:
        try:
            async with asyncio.timeout(ATTEMPT_S):
                return await connect()
        except aiohttp.WSServerHandshakeError as refusal:
            if refusal.status < 500 or loop.time() > gives_up_at_s:  # 5xx: a proxy in front of it
                raise
        except (aiohttp.ClientError, TimeoutError):
            if loop.time() > gives_up_at_s:
                raise
        await asyncio.sleep(RETRY_S)

"""Bounds what a request may send, so that nobody fills the memory of the one process there is."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.backend.problems import payload_too_large

PEOPLE_MAX_BYTES = 64 * 1024
"""The largest body of a person's call, a name beside a credential, takes 1 KiB."""

AGENTS_MAX_BYTES = 2 * 1024 * 1024
"""100 records, nearly all of them a sentence; an agent sends one by one what is refused together."""

WEBHOOK_MAX_BYTES = 256 * 1024
"""LiveKit's largest events name a room and a participant with all of their tracks: some KiB."""

_OTHERS = (("/api/ingest/", AGENTS_MAX_BYTES), ("/api/sfu/webhook", WEBHOOK_MAX_BYTES))


class BodyLimit:
    """ASGI middleware. A body that says its size is refused unread, any other when it grows too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit_bytes = _limit_bytes(scope["path"])
        if _is_declared_larger(scope, limit_bytes):
            await payload_too_large()(scope, receive, send)
            return
        received_bytes = 0

        async def receive_within_limit() -> Message:
            nonlocal received_bytes
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > limit_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)


def _limit_bytes(path: str) -> int:
    return next((limit for prefix, limit in _OTHERS if path.startswith(prefix)), PEOPLE_MAX_BYTES)


def _is_declared_larger(scope: Scope, limit_bytes: int) -> bool:
    declared = dict(scope["headers"]).get(b"content-length", b"")
    # The digits are counted first: Python refuses to read a number of thousands of them.
    return declared.isdigit() and (len(declared) > 12 or int(declared) > limit_bytes)

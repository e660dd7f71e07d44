"""The edge of every request: gives it an id, logs it once, and lets no exception out unanswered."""

import secrets
import time
import traceback
from collections.abc import Awaitable, Callable

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID_HEADER = "x-request-id"

_log = structlog.get_logger()


def current_request_id() -> str:
    """The id of the request this task serves."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


class RequestLog:
    """ASGI middleware.

    Args:
        on_crash: Makes the answer to a request that raised what nobody handles.
    """

    def __init__(self, app: ASGIApp, on_crash: Callable[[], Response]) -> None:
        self._app = app
        self._on_crash = on_crash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started_s = time.monotonic()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID_HEADER.encode(), request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:  # noqa: BLE001 - the request's boundary: answered and logged here
            _log.error("request_crashed", exc_type=type(error).__name__, at=_raised_at(error))
            if status == 0:
                await self._answer_crash(scope, receive, send_with_id)
        finally:
            _log_request(scope, status, started_s)

    async def _answer_crash(
        self, scope: Scope, receive: Receive, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await self._on_crash()(scope, receive, send)


def _raised_at(error: BaseException) -> str:
    """Where it was raised. Not the message: a driver's may hold what people said."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-3:]))


def _log_request(scope: Scope, status: int, started_s: float) -> None:
    route = scope.get("route")
    _log.debug(
        "request_answered",
        method=scope["method"],
        # The template: a path holds ids, and whoever knows a meeting's id may come in.
        route=getattr(route, "path", "-"),
        status=status,
        duration_ms=round((time.monotonic() - started_s) * 1000, 1),
    )

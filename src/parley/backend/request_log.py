"""The edge of every request: gives it an id, logs it once, and lets no exception out unanswered."""

import secrets
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID_HEADER = "x-request-id"

_log = structlog.get_logger()


def current_request_id() -> str:
    """The id of the request this task serves."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


@dataclass(frozen=True)
class AnsweredRequest:
    """A request that is over. Times are of the monotonic clock.

    Attributes:
        route: Its template: a path holds ids, and whoever knows a meeting's id may come in.
        status: 0 if the caller went before there was one.
    """

    method: str
    route: str
    status: int
    start_s: float
    end_s: float
    request_id: str


class RequestLog:
    """ASGI middleware.

    Args:
        on_crash: Makes the answer to a request that raised what nobody handles.
        on_answered: Told of every request once it is over.
    """

    def __init__(
        self,
        app: ASGIApp,
        on_crash: Callable[[], Response],
        on_answered: Callable[[AnsweredRequest], None],
    ) -> None:
        self._app = app
        self._on_crash = on_crash
        self._on_answered = on_answered

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
            answered = _answered(scope, status, started_s, request_id)
            _log_request(answered)
            self._on_answered(answered)

    async def _answer_crash(
        self, scope: Scope, receive: Receive, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await self._on_crash()(scope, receive, send)


def _raised_at(error: BaseException) -> str:
    """Where it was raised. Not the message: a driver's may hold what people said."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-3:]))


def _answered(scope: Scope, status: int, started_s: float, request_id: str) -> AnsweredRequest:
    # A method that is no method would be a label of anybody's making.
    method = scope["method"] if scope["method"] in _METHODS else "-"
    route = getattr(scope.get("route"), "path", "-")
    return AnsweredRequest(method, route, status, started_s, time.monotonic(), request_id)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _log_request(request: AnsweredRequest) -> None:
    _log.debug(
        "request_answered",
        method=request.method,
        route=request.route,
        status=request.status,
        duration_ms=round((request.end_s - request.start_s) * 1000, 1),
    )

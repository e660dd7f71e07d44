"""Counts the telemetry that is not taken, whoever refuses it: by meeting for its readers, and in all."""

import json
from collections import Counter, OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.contracts.telemetry.meeting import RefusedTelemetry

MEETINGS_MAX = 1_000  # of those that are named by whoever calls, the latest are remembered

_PREFIX, _SUFFIX = "/api/meetings/", "/telemetry"


class Refusals:
    """Args: count: Told the code of each refusal."""

    def __init__(self, count: Callable[[str], None]) -> None:
        self._count = count
        self._by_meeting: OrderedDict[str, Counter[str]] = OrderedDict()

    def note(self, meeting_id: str, code: str) -> None:
        self._count(code)
        codes = self._by_meeting.setdefault(meeting_id, Counter())
        self._by_meeting.move_to_end(meeting_id)
        codes[code] += 1
        if len(self._by_meeting) > MEETINGS_MAX:
            self._by_meeting.popitem(last=False)

    def of(self, meeting_id: str) -> list[RefusedTelemetry]:
        codes = self._by_meeting.get(meeting_id, Counter[str]())
        return [RefusedTelemetry(code=code, batches=codes[code]) for code in sorted(codes)]


class CountRefusals:
    """ASGI middleware, outside of all that may refuse: reads the code off the answer that is sent."""

    def __init__(self, app: ASGIApp, refusals: Callable[[], Refusals]) -> None:
        self._app = app
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        meeting_id = _told_meeting(scope)
        if meeting_id is None:
            await self._app(scope, receive, send)
            return
        is_refused = False

        async def send_counted(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start":
                is_refused = message["status"] >= 400
            elif is_refused and message.get("body"):
                is_refused = False
                self._refusals().note(meeting_id, json.loads(message["body"])["code"])
            await send(message)

        await self._app(scope, receive, send_counted)


def _told_meeting(scope: Scope) -> str | None:
    """The meeting that somebody tells of, as they name it; None for any other call."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    path: str = scope["path"]
    if not (path.startswith(_PREFIX) and path.endswith(_SUFFIX)):
        return None
    return path[len(_PREFIX) : -len(_SUFFIX)][:64]

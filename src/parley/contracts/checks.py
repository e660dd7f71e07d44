"""The connection test: what a page needs to try every way into a call, and the report that it writes.

The report is made in the browser and kept by whoever made it; docs/features/connection-test.md explains it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from parley.contracts.ids import CheckId
from parley.contracts.wire import WireModel


class CheckPart(StrEnum):
    """Who enters the room of a check. Each is somebody of its own: the SFU remembers ways by identity."""

    DIRECT = "direct"
    RELAY_UDP = "relay_udp"
    RELAY_TLS = "relay_tls"
    SPEAKER = "speaker"
    LISTENER = "listener"


class CheckTokens(WireModel):
    """LiveKit access tokens, by `CheckPart`. None of them opens any room but the check's own."""

    direct: str
    relay_udp: str
    relay_tls: str
    speaker: str
    listener: str


class ConnectionCheck(WireModel):
    """A room that is there for one check alone.

    Attributes:
        sfu_url: ws:// or wss:// address of the SFU as browsers reach it.
        expires_at: When the room is taken down, whoever is in it, and the tokens are void.
    """

    check_id: CheckId
    sfu_url: str
    tokens: CheckTokens
    expires_at: datetime


class AgentSupply(StrEnum):
    """What agent workers have to offer to a meeting that would start now."""

    FREE = "free"  # one has room for a meeting and a speech engine that is ready
    FULL = "full"  # captions would begin when a meeting ends
    BROKEN = "broken"  # workers report, and not one of them has a speech engine that is ready
    NONE = "none"  # no worker reports


class AgentAnswer(WireModel):
    supply: AgentSupply


class CheckLeg(StrEnum):
    """What is tried, in this order."""

    BROWSER = "browser"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    API = "api"
    TOKEN = "token"  # noqa: S105 - the name of a leg
    SIGNAL = "signal"
    UDP = "udp"
    ICE_TCP = "ice_tcp"
    TURN_UDP = "turn_udp"
    TURN_TLS = "turn_tls"
    PUBLISH = "publish"
    RECEIVE = "receive"
    AGENT = "agent"


class LegStatus(StrEnum):
    OK = "ok"
    FAILED = "failed"
    NOT_OFFERED = "not_offered"  # this server has no such way
    SKIPPED = "skipped"  # an earlier leg failed without which this one cannot be tried


class LegReason(StrEnum):
    """Why a leg failed."""

    INSECURE_PAGE = "insecure_page"
    BROWSER_TOO_OLD = "browser_too_old"
    DEVICE_DENIED = "device_denied"
    DEVICE_NOT_FOUND = "device_not_found"
    DEVICE_IN_USE = "device_in_use"
    DEVICE_BROKEN = "device_broken"
    UNREACHABLE = "unreachable"  # no answer at all
    UNREADABLE = "unreadable"  # an answer that is not our server's: a proxy's or a sign-in page's
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    SERVER_TROUBLE = "server_trouble"
    SIGNAL_REFUSED = "signal_refused"  # the SFU answers, and does not take the token
    WEBSOCKET_BLOCKED = "websocket_blocked"  # the SFU answers HTTP, and no WebSocket opens
    NO_ROUTE = "no_route"  # no media connection came about this way in time
    NO_RELAY = "no_relay"  # the relay gave no address: it is not reached, or refuses
    NO_MEDIA = "no_media"  # connected, and no media came through
    AGENTS_BUSY = "agents_busy"
    AGENTS_BROKEN = "agents_broken"
    AGENTS_ABSENT = "agents_absent"


class LegResult(WireModel):
    """How one leg went.

    Attributes:
        reason: Null unless it failed.
        duration_ms: From its beginning to its result; 0 if it was not tried.
        round_trip_ms: To the SFU and back on this way, as ICE measured it; null where it has no meaning.
        advice: What to do about it, as the page said it; null where there is nothing to do.
    """

    leg: CheckLeg
    status: LegStatus
    reason: LegReason | None
    duration_ms: int = Field(ge=0)
    round_trip_ms: int | None = Field(ge=0)
    advice: str | None = Field(max_length=1000)


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class Endpoint(WireModel):
    """What a network must let out to, for a leg to work.

    Attributes:
        host: Name or address, of ours alone: nothing of the person's network.
    """

    leg: CheckLeg
    host: str = Field(min_length=1, max_length=253)
    port: int = Field(ge=1, le=65535)
    transport: Transport


class ConnectionReport(WireModel):
    """What the connection test found, for the administrator of a network. Holds no token and no credential.

    Attributes:
        made_at: By the browser's clock.
        page: Origin of the deployment that was tried.
        browser: Its User-Agent.
        legs: All of them, each once, in the order of `CheckLeg`.
        endpoints: As far as the server has told them.
    """

    type: Literal["parley.connection_report"]
    made_at: datetime
    page: str = Field(min_length=1, max_length=300)
    browser: str = Field(max_length=500)
    legs: list[LegResult] = Field(max_length=len(CheckLeg))
    endpoints: list[Endpoint] = Field(max_length=50)

"""Where everything of one stack listens and how its parts reach each other, decided before the start."""

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from parley.stack.credentials import Credentials, KeyPair
from parley.stack.errors import StackError
from parley.stack.ports import Listener, free_port
from parley.stack.settings import LOOPBACK, StackSettings
from parley.stack.turn.plan import TurnPlan, plan_turn

HTTPS_NEEDED = (
    "Browsers give other machines no camera or microphone without HTTPS: "
    "start with --host {host} --cert FILE --key FILE (docs/operations/running.md says how to make them)."
)

SECRET_CHARACTERS_MIN = 32  # LiveKit warns below it, and the backend refuses to start


@dataclass(frozen=True)
class TlsFiles:
    """Certificate chain and private key, PEM."""

    cert: Path
    key: Path


@dataclass(frozen=True)
class EmbeddedSfu:
    """A livekit-server of our own.

    Attributes:
        media_address: Where media is received; also what clients are told.
        tcp_port: Media over TCP, or None. livekit-server opens it on every address of the machine
            (mediatransportutil rtcconfig, ListenTCP without address), so on loopback there is none.
        tls_port: Where signalling is served over TLS, or None.
        metrics_port: Where its metrics are served, on loopback.
    """

    media_address: str
    signal_port: int
    udp_port: int
    tcp_port: int | None
    tls_port: int | None
    metrics_port: int


@dataclass(frozen=True)
class SfuAccess:
    """How the others reach the SFU: backend by http(s), agent by ws(s), browsers by `public_url`."""

    backend_url: str
    agent_url: str
    public_url: str
    backend_keys: KeyPair
    agent_keys: KeyPair


@dataclass(frozen=True)
class StackPlan:
    """Everything that is decided before the first process starts.

    Attributes:
        bind_address: Where the backend listens, numeric.
        web_url: What a person opens.
        backend_url: The backend for processes of this machine: always plain http on loopback.
        inner_port: Where a pipe leads from plain loopback to the backend's TLS port, or None.
    """

    bind_address: str
    web_port: int
    web_url: str
    backend_url: str
    inner_port: int | None
    tls: TlsFiles | None
    embedded_sfu: EmbeddedSfu | None
    sfu: SfuAccess
    service_token: str
    turn: TurnPlan | None = None

    @property
    def listeners(self) -> list[Listener]:
        """Every port this stack opens, in the order in which to complain about them."""
        found = [Listener("the web client", "--port or PARLEY_PORT", self.bind_address, self.web_port)]
        if sfu := self.embedded_sfu:
            found.append(Listener("SFU signalling", "PARLEY_SFU_SIGNAL_PORT", LOOPBACK, sfu.signal_port))
            found.append(Listener("SFU media", "PARLEY_SFU_UDP_PORT", sfu.media_address, sfu.udp_port, "udp"))
            if sfu.tcp_port:
                found.append(Listener("SFU media over TCP", "PARLEY_SFU_TCP_PORT", "", sfu.tcp_port))
            if sfu.tls_port:
                found.append(
                    Listener(
                        "SFU signalling over TLS", "PARLEY_SFU_TLS_PORT", self.bind_address, sfu.tls_port
                    )
                )
        return found + (self.turn.listeners if self.turn else [])


def plan_stack(settings: StackSettings, credentials: Credentials) -> StackPlan:
    """Resolve names, free ports and URLs.

    Raises:
        StackError: The choices cannot work together.
    """
    address = _resolve(settings.host)
    tls = _tls_files(settings, address)
    web_port = settings.port or free_port(address)
    inner_port = free_port(LOOPBACK) if tls else None
    embedded = _embedded_sfu(settings, address, tls) if settings.is_sfu_embedded else None
    return StackPlan(
        bind_address=address,
        web_port=web_port,
        web_url=f"{'https' if tls else 'http'}://{_shown_host(settings.host)}:{web_port}",
        backend_url=f"http://{LOOPBACK}:{inner_port or web_port}",
        inner_port=inner_port,
        tls=tls,
        embedded_sfu=embedded,
        sfu=_embedded_access(embedded, settings, credentials) if embedded else _external_access(settings),
        service_token=credentials.service_token,
        turn=plan_turn(settings, address, credentials.turn_secret, has_certificate=tls is not None),
    )


def require_reachable(settings: StackSettings) -> None:
    """What of `plan_stack` needs no credentials, for before they are made.

    Raises:
        StackError: The address cannot be served.
    """
    _tls_files(settings, _resolve(settings.host))


def _resolve(host: str) -> str:
    try:
        address = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)[0][4][0]
    except OSError as error:
        raise StackError(f"--host {host} is not an IPv4 address or a name that leads to one.") from error
    if ipaddress.ip_address(address).is_unspecified:
        raise StackError(
            "--host needs one address of this machine, as other machines reach it, not all of them."
        )
    return str(address)


def _tls_files(settings: StackSettings, address: str) -> TlsFiles | None:
    if settings.tls_cert is None or settings.tls_key is None:
        if not ipaddress.ip_address(address).is_loopback:
            raise StackError(HTTPS_NEEDED.format(host=settings.host))
        if settings.tls_cert is not settings.tls_key:
            raise StackError("HTTPS needs both --cert FILE and --key FILE.")
        return None
    for path in (settings.tls_cert, settings.tls_key):
        if not path.is_file():
            raise StackError(f"There is no certificate or key at {path}.")
    return TlsFiles(cert=settings.tls_cert.resolve(), key=settings.tls_key.resolve())


def _embedded_sfu(settings: StackSettings, address: str, tls: TlsFiles | None) -> EmbeddedSfu:
    is_loopback = ipaddress.ip_address(address).is_loopback
    return EmbeddedSfu(
        media_address=address,
        signal_port=settings.sfu_signal_port or free_port(LOOPBACK),
        udp_port=settings.sfu_udp_port or free_port(address, "udp"),
        tcp_port=None if is_loopback else settings.sfu_tcp_port or free_port(""),
        tls_port=(settings.sfu_tls_port or free_port(address)) if tls else None,
        metrics_port=free_port(LOOPBACK),
    )


def _embedded_access(sfu: EmbeddedSfu, settings: StackSettings, credentials: Credentials) -> SfuAccess:
    inside = f"{LOOPBACK}:{sfu.signal_port}"
    public = f"wss://{settings.host}:{sfu.tls_port}" if sfu.tls_port else f"ws://{inside}"
    return SfuAccess(
        backend_url=f"http://{inside}",
        agent_url=f"ws://{inside}",
        public_url=settings.sfu_public_url or public,
        backend_keys=credentials.backend_sfu,
        agent_keys=credentials.agent_sfu,
    )


def _external_access(settings: StackSettings) -> SfuAccess:
    if not settings.sfu_url or not settings.sfu_api_key or settings.sfu_api_secret is None:
        raise StackError("PARLEY_SFU_URL needs PARLEY_SFU_API_KEY and PARLEY_SFU_API_SECRET beside it.")
    if len(settings.sfu_api_secret.get_secret_value()) < SECRET_CHARACTERS_MIN:
        raise StackError(
            f"PARLEY_SFU_API_SECRET is shorter than {SECRET_CHARACTERS_MIN} characters: too weak."
        )
    keys = KeyPair(key=settings.sfu_api_key, secret=settings.sfu_api_secret.get_secret_value())
    socket_url = _with_scheme(settings.sfu_url, {"http": "ws", "https": "wss"})
    return SfuAccess(
        backend_url=_with_scheme(settings.sfu_url, {"ws": "http", "wss": "https"}),
        agent_url=socket_url,
        public_url=settings.sfu_public_url or socket_url,
        backend_keys=keys,
        agent_keys=keys,
    )


def _with_scheme(url: str, schemes: dict[str, str]) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
        raise StackError("PARLEY_SFU_URL must look like wss://sfu.example.org or ws://127.0.0.1:7880.")
    return urlunsplit(parts._replace(scheme=schemes.get(parts.scheme, parts.scheme)))


def _shown_host(host: str) -> str:
    return "localhost" if host == LOOPBACK else host

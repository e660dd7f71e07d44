"""A TURN client as small as checking a relay takes: it allocates and asks for peers, and relays nothing."""

import socket
import ssl
import struct
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from parley.stack.turn.credentials import Login
from parley.stack.turn.messages import (
    HEADER_BYTES,
    Answer,
    Attribute,
    Attributes,
    MessageError,
    Method,
    body_bytes,
    long_term_key,
    new_transaction_id,
    parse,
    request,
    xor_address,
)

ANSWERS_WITHIN_S = 2.0
SENDINGS = 3  # UDP may lose one
FIRST_CHANNEL = 0x4000
DISCARD_PORT = 9  # where a packet would do no harm; none is ever sent
UDP_RELAY, TCP_RELAY = 17, 6  # IP protocol numbers
_UNAUTHORIZED, _ALLOCATION_MISMATCH, _STALE_NONCE = 401, 437, 438


class Link(Protocol):
    """A way to the server. Raises OSError when nothing comes back."""

    def exchange(self, message: bytes) -> Answer:
        """Send a request; its answer."""

    def close(self) -> None:
        """Let go."""


Connect = Callable[[], Link]


class UdpLink:
    """Datagrams, sent again when no answer comes."""

    def __init__(self, host: str, port: int) -> None:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        self._socket = socket.socket(family, kind, protocol)
        self._socket.settimeout(ANSWERS_WITHIN_S / SENDINGS)
        self._socket.connect(address)

    def exchange(self, message: bytes) -> Answer:
        """Send a request; its answer."""
        for _ in range(SENDINGS):
            self._socket.send(message)
            try:
                while (answer := parse(self._socket.recv(4096))).transaction_id != message[8:HEADER_BYTES]:
                    pass  # a late answer to an earlier sending
            except (TimeoutError, MessageError):
                continue
            return answer
        raise TimeoutError("no answer")

    def close(self) -> None:
        """Let go."""
        self._socket.close()


class TlsLink:
    """A stream of messages over TLS."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        plain = socket.create_connection((host, port), timeout=ANSWERS_WITHIN_S)
        try:
            self._socket = context.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise

    def exchange(self, message: bytes) -> Answer:
        """Send a request; its answer."""
        self._socket.sendall(message)
        header = self._read(HEADER_BYTES)
        try:
            return parse(header + self._read(body_bytes(header)))
        except MessageError as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Let go."""
        self._socket.close()

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self._socket.recv(size - len(found))
            if not more:
                raise ConnectionResetError("closed by the relay")
            found += more
        return found


class TurnClient:
    """One client on one link, with at most one allocation, which is freed at the end of the `with` block."""

    def __init__(self, connect: Connect, login: Login | None = None) -> None:
        self._connect = connect
        self._link = connect()
        self._login = login
        self._key: bytes | None = None
        self._proof: list[tuple[Attribute, bytes]] = []
        self._channels = 0
        self._is_allocated = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._is_allocated:
                self.refresh(lifetime_s=0)
        finally:
            self._link.close()

    def bind(self) -> Answer:
        """Ask what address the server sees: STUN alone."""
        return self._link.exchange(request(Method.BINDING, new_transaction_id()))

    def allocate(self, ip_version: int = 4, relay: int = UDP_RELAY) -> Answer:
        """Ask for a relay address, and from another port where ours was lately another client's."""
        wanted = (
            (Attribute.REQUESTED_TRANSPORT, bytes([relay, 0, 0, 0])),
            (Attribute.REQUESTED_ADDRESS_FAMILY, bytes([2 if ip_version == 6 else 1, 0, 0, 0])),
        )
        answer = self._ask(Method.ALLOCATE, wanted)
        if answer.error == _ALLOCATION_MISMATCH:  # the system gave us a port that somebody has just let go
            self._move_to_another_port()
            answer = self._ask(Method.ALLOCATE, wanted)
        self._is_allocated = answer.is_success
        return answer

    def refresh(self, lifetime_s: int) -> Answer:
        """Keep the allocation, or let it go with 0."""
        return self._ask(Method.REFRESH, ((Attribute.LIFETIME, struct.pack("!I", lifetime_s)),))

    def permit(self, peer: str) -> Answer:
        """Ask that this peer may reach us."""
        return self._ask(Method.CREATE_PERMISSION, (), peer)

    def bind_channel(self, peer: str) -> Answer:
        """Ask for a channel to this peer: another way to the same permission."""
        number = struct.pack("!HH", FIRST_CHANNEL + self._channels, 0)
        self._channels += 1
        return self._ask(Method.CHANNEL_BIND, ((Attribute.CHANNEL_NUMBER, number),), peer)

    def _move_to_another_port(self) -> None:
        taken, self._link = self._link, self._connect()  # in this order, or the same port might come again
        taken.close()
        self._key, self._proof = None, []  # a nonce is the port's

    def _ask(self, method: Method, attributes: Attributes, peer: str | None = None) -> Answer:
        """Ask; once more with proof of who we are, or with a fresh nonce, if the server wants it."""
        answer = self._ask_once(method, attributes, peer)
        is_challenge = answer.error == _STALE_NONCE or (answer.error == _UNAUTHORIZED and self._key is None)
        if self._login and is_challenge:
            realm = answer.attributes.get(Attribute.REALM, b"")
            nonce = answer.attributes.get(Attribute.NONCE, b"")
            username = self._login.username
            self._key = long_term_key(username, realm.decode(errors="replace"), self._login.password)
            self._proof = [
                (Attribute.USERNAME, username.encode()),
                (Attribute.REALM, realm),
                (Attribute.NONCE, nonce),
            ]
            answer = self._ask_once(method, attributes, peer)
        return answer

    def _ask_once(self, method: Method, attributes: Attributes, peer: str | None) -> Answer:
        transaction_id = new_transaction_id()
        named = (
            [(Attribute.XOR_PEER_ADDRESS, xor_address(peer, DISCARD_PORT, transaction_id))] if peer else []
        )
        return self._link.exchange(
            request(method, transaction_id, [*attributes, *named, *self._proof], self._key)
        )

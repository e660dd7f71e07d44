"""STUN messages (RFC 8489) with what TURN adds (RFC 8656): bytes out of values and back, nothing else."""

import binascii
import hashlib
import hmac
import ipaddress
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

MAGIC_COOKIE = 0x2112_A442
HEADER_BYTES = 20
TRANSACTION_ID_BYTES = 12

_SUCCESS_CLASS, _ERROR_CLASS = 0x0100, 0x0110
_CLASS_BITS = 0x0110
_FINGERPRINT_XOR = 0x5354_554E  # "STUN", RFC 8489 section 14.7


class Method(IntEnum):
    """What is asked for; also the message type of the request."""

    BINDING = 0x001
    ALLOCATE = 0x003
    REFRESH = 0x004
    CREATE_PERMISSION = 0x008
    CHANNEL_BIND = 0x009


class Attribute(IntEnum):
    """The attributes that are used here."""

    USERNAME = 0x0006
    MESSAGE_INTEGRITY = 0x0008
    ERROR_CODE = 0x0009
    CHANNEL_NUMBER = 0x000C
    LIFETIME = 0x000D
    XOR_PEER_ADDRESS = 0x0012
    REALM = 0x0014
    NONCE = 0x0015
    XOR_RELAYED_ADDRESS = 0x0016
    REQUESTED_ADDRESS_FAMILY = 0x0017
    REQUESTED_TRANSPORT = 0x0019
    XOR_MAPPED_ADDRESS = 0x0020
    FINGERPRINT = 0x8028


class MessageError(ValueError):
    """These bytes are no STUN message."""


Attributes = Sequence[tuple[Attribute, bytes]]


@dataclass(frozen=True)
class Answer:
    """What a server said.

    Attributes:
        error: 0 for success, else the number of RFC 8656, e.g. 401 or 403.
        attributes: The first of each type, as bytes.
    """

    transaction_id: bytes
    error: int
    reason: str
    attributes: Mapping[int, bytes]

    @property
    def is_success(self) -> bool:
        """Whether it did as asked."""
        return self.error == 0

    def address(self, attribute: Attribute) -> str | None:
        """An address in it, without its port."""
        value = self.attributes.get(attribute)
        return None if value is None else _plain_address(value, self.transaction_id)


def new_transaction_id() -> bytes:
    """One that nobody guesses: it is all that ties an answer to its question."""
    return os.urandom(TRANSACTION_ID_BYTES)


def request(
    method: Method, transaction_id: bytes, attributes: Attributes = (), key: bytes | None = None
) -> bytes:
    """A request; with `key`, signed by MESSAGE-INTEGRITY (HMAC-SHA1)."""
    body = b"".join(_packed(kind, value) for kind, value in attributes)
    if key is not None:
        signed = _header(method, len(body) + 24, transaction_id) + body
        body += _packed(Attribute.MESSAGE_INTEGRITY, hmac.digest(key, signed, hashlib.sha1))
    return _header(method, len(body), transaction_id) + body


def parse(message: bytes) -> Answer:
    """A response, success or error.

    Raises:
        MessageError: It is none, is cut short, or its fingerprint is wrong.
    """
    if len(message) < HEADER_BYTES:
        raise MessageError("shorter than a header")
    kind, length, cookie = struct.unpack_from("!HHI", message)
    if cookie != MAGIC_COOKIE or kind & _CLASS_BITS not in {_SUCCESS_CLASS, _ERROR_CLASS}:
        raise MessageError("no STUN response")
    if length % 4 or HEADER_BYTES + length != len(message):
        raise MessageError("not as long as it says")
    attributes = _attributes(message)
    error, reason = _error(attributes) if kind & _CLASS_BITS == _ERROR_CLASS else (0, "")
    return Answer(message[8:HEADER_BYTES], error, reason, attributes)


def body_bytes(header: bytes) -> int:
    """How many bytes follow this header on a stream."""
    length: int = struct.unpack_from("!H", header, 2)[0]
    return length


def xor_address(address: str, port: int, transaction_id: bytes) -> bytes:
    """The value of an XOR-*-ADDRESS attribute, for IPv4 and IPv6."""
    parsed = ipaddress.ip_address(address)
    family = 1 if parsed.version == 4 else 2
    hidden = _xor(parsed.packed, transaction_id)
    return struct.pack("!BBH", 0, family, port ^ (MAGIC_COOKIE >> 16)) + hidden


def long_term_key(username: str, realm: str, password: str) -> bytes:
    """The key of MESSAGE-INTEGRITY with long-term credentials (RFC 8489 section 9.2.2; MD5 is its choice)."""
    return hashlib.md5(f"{username}:{realm}:{password}".encode(), usedforsecurity=False).digest()


def _header(method: Method, length: int, transaction_id: bytes) -> bytes:
    return struct.pack("!HHI", method, length, MAGIC_COOKIE) + transaction_id


def _packed(kind: Attribute, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _attributes(message: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = HEADER_BYTES
    while at < len(message):
        kind, size = struct.unpack_from("!HH", message, at)
        value = message[at + 4 : at + 4 + size]
        if len(value) != size:
            raise MessageError("an attribute is cut short")
        if kind == Attribute.FINGERPRINT and value != _fingerprint(message[:at]):
            raise MessageError("the fingerprint is wrong")
        found.setdefault(kind, value)
        at += 4 + size + (-size % 4)
    return found


def _fingerprint(covered: bytes) -> bytes:
    return struct.pack("!I", binascii.crc32(covered) ^ _FINGERPRINT_XOR)


def _error(attributes: Mapping[int, bytes]) -> tuple[int, str]:
    value = attributes.get(Attribute.ERROR_CODE, b"")
    if len(value) < 4:
        raise MessageError("an error without its code")
    return (value[2] & 7) * 100 + value[3], value[4:].decode(errors="replace").strip("\0 ")


def _plain_address(value: bytes, transaction_id: bytes) -> str:
    size = {1: 4, 2: 16}.get(value[1]) if len(value) >= 2 else None
    if size is None or len(value) != 4 + size:
        raise MessageError("no address")
    return str(ipaddress.ip_address(_xor(value[4:], transaction_id)))


def _xor(packed: bytes, transaction_id: bytes) -> bytes:
    mask = struct.pack("!I", MAGIC_COOKIE) + transaction_id
    return bytes(byte ^ hidden for byte, hidden in zip(packed, mask, strict=False))

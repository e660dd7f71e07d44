import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.stack.turn.messages import (
    HEADER_BYTES,
    MAGIC_COOKIE,
    Answer,
    Attribute,
    MessageError,
    Method,
    body_bytes,
    long_term_key,
    parse,
    request,
    xor_address,
)

pytestmark = pytest.mark.unit

# RFC 5769, section 2.4: a request with long-term credentials.
RFC_TRANSACTION = bytes.fromhex("78ad3433c6ad72c029da412e")
RFC_NAME = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9"
RFC_NONCE = b"f//499k954d6OL34oL9FSTvy64sA"
RFC_INTEGRITY = bytes.fromhex("f67024656dd64a3e02b8e0712e85c9a28ca89666")


def response(kind: int, *attributes: tuple[int, bytes], transaction: bytes = RFC_TRANSACTION) -> bytes:
    body = b"".join(
        struct.pack("!HH", name, len(value)) + value + b"\0" * (-len(value) % 4) for name, value in attributes
    )
    return struct.pack("!HHI", kind, len(body), MAGIC_COOKIE) + transaction + body


def test_a_signed_request_is_that_of_the_rfc() -> None:
    attributes = [
        (Attribute.USERNAME, RFC_NAME.encode()),
        (Attribute.NONCE, RFC_NONCE),
        (Attribute.REALM, b"example.org"),
    ]
    key = long_term_key(RFC_NAME, "example.org", "TheMatrIX")
    message = request(Method.BINDING, RFC_TRANSACTION, attributes, key)
    assert message[:4] == bytes.fromhex("00010060")
    assert message[-20:] == RFC_INTEGRITY


def test_an_error_is_read_with_its_reason() -> None:
    answer = parse(response(0x0113, (Attribute.ERROR_CODE, b"\0\0\x04\x03Forbidden IP\0")))
    assert (answer.error, answer.reason, answer.is_success) == (403, "Forbidden IP", False)


@given(st.ip_addresses().map(str), st.integers(0, 65535), st.binary(min_size=12, max_size=12))
def test_an_address_comes_back_as_it_was(address: str, port: int, transaction: bytes) -> None:
    value = xor_address(address, port, transaction)
    answer = parse(response(0x0101, (Attribute.XOR_MAPPED_ADDRESS, value), transaction=transaction))
    assert answer.is_success
    assert answer.address(Attribute.XOR_MAPPED_ADDRESS) == address
    assert answer.address(Attribute.XOR_RELAYED_ADDRESS) is None


@given(st.binary(max_size=200))
def test_bytes_of_a_stranger_are_an_answer_or_an_error_of_ours(garbage: bytes) -> None:
    for message in (garbage, response(0x0101)[:HEADER_BYTES] + garbage, response(0x0101) + garbage):
        with contextlib.suppress(MessageError):
            assert isinstance(parse(message), Answer)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        response(0x0001),
        response(0x0101)[:-1],
        response(0x0101) + b"\0" * 4,
        response(0x0113),
        response(0x0101, (Attribute.FINGERPRINT, b"\0\0\0\0")),
        response(0x0101, (Attribute.REALM, b"abcd"))[:-4] + b"",
        response(0x0101).replace(b"\x21\x12", b"\x12\x21"),
    ],
)
def test_what_is_no_response_is_refused(message: bytes) -> None:
    with pytest.raises(MessageError):
        parse(message)


def test_an_address_of_another_length_is_refused() -> None:
    answer = parse(response(0x0101, (Attribute.XOR_MAPPED_ADDRESS, b"\0\x02\0\0\1\2\3\4")))
    with pytest.raises(MessageError):
        answer.address(Attribute.XOR_MAPPED_ADDRESS)


def test_a_header_tells_how_much_follows() -> None:
    message = response(0x0101, (Attribute.REALM, b"parley"))
    assert body_bytes(message[:HEADER_BYTES]) == len(message) - HEADER_BYTES

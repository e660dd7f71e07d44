"""Messages between the engine's host process and the meetings' jobs, over a unix socket.

A frame is two little-endian uint32 (bytes of header, bytes of audio), a JSON header and raw int16 audio.
The host speaks first, with a `Hello`.
"""

import asyncio
import struct
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from parley.agent.engines.ports import Capabilities
from parley.contracts.ids import LanguageTag
from parley.contracts.ingest import EngineHealth
from parley.contracts.meetings import EngineUse

_SIZES = struct.Struct("<II")
MAX_AUDIO_BYTES = 16_000 * 2 * 60  # a minute; utterances are cut at 12 s
_MAX_HEADER_BYTES = 1 << 20

ALIVE = b"alive\n"

Message = TypeVar("Message", bound="HostMessage")


class HostMessage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hello(HostMessage):
    """The engine that works here.

    Attributes:
        is_fallback: It is not the one that the deployment would rather use.
    """

    engine: EngineUse
    capabilities: Capabilities
    is_fallback: bool


class DecodeRequest(HostMessage):
    """A clip of an utterance. A final makes waiting partials of the same utterance worthless."""

    request: int
    utterance: str
    is_final: bool
    language: LanguageTag | None


class DecodeAnswer(HostMessage):
    """Text of a clip; null when it was skipped, or the engine choked on it."""

    request: int
    text: str | None
    waited_ms: int
    decoded_ms: int


class HostReport(HostMessage):
    """First line on the host's standard output, once it has tried to load its engine.

    An `ALIVE` line follows now and then so long as it works.
    """

    health: list[EngineHealth]


class FrameError(Exception):
    """The peer sent what is no frame."""


def frame(message: HostMessage, audio: bytes = b"") -> bytes:
    """A message as bytes."""
    header = message.model_dump_json().encode()
    return _SIZES.pack(len(header), len(audio)) + header + audio


async def read_frame(reader: asyncio.StreamReader, kind: type[Message]) -> tuple[Message, bytes]:
    """The next message and its audio.

    Raises:
        asyncio.IncompleteReadError: The peer is gone.
        FrameError: Sizes are out of bounds.
        pydantic.ValidationError: The header is not of this kind.
    """
    header_bytes, audio_bytes = _SIZES.unpack(await reader.readexactly(_SIZES.size))
    if header_bytes > _MAX_HEADER_BYTES or audio_bytes > MAX_AUDIO_BYTES:
        raise FrameError("frame too large")
    header = await reader.readexactly(header_bytes)
    return kind.model_validate_json(header), await reader.readexactly(audio_bytes)

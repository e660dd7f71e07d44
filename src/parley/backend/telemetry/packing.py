"""Buckets as bytes: JSON names repeat, so that a fifth is left of them."""

import zlib
from typing import TypeVar

from parley.contracts.wire import WireModel

Model = TypeVar("Model", bound=WireModel)

_LEVEL = 6


def packed(model: WireModel) -> bytes:
    return zlib.compress(model.model_dump_json().encode(), _LEVEL)


def unpacked(body: bytes, kind: type[Model]) -> Model:
    return kind.model_validate_json(zlib.decompress(body))

"""Captions in another language than is spoken, and what a deployment can translate."""

from pydantic import Field

from parley.contracts.ids import LanguageTag, SegmentId
from parley.contracts.wire import WireModel

TRANSLATION = "translation"
"""The kind of an engine that translates captions."""


class Translation(WireModel):
    """A segment's words in another language; of a segment at most one in each.

    Attributes:
        language: BCP 47 tag of what it is written in.
        engine: Name of the engine that wrote it.
        is_draft: It gives the gist and is not to be relied on.
        pivot: The language that it went through, where no engine goes straight; null: none.
    """

    segment_id: SegmentId = Field(min_length=4, max_length=64)
    language: LanguageTag
    text: str = Field(min_length=1, max_length=20_000)
    engine: str = Field(min_length=1, max_length=128)
    is_draft: bool
    pivot: LanguageTag | None


class TranslationPair(WireModel):
    """What can be translated.

    Attributes:
        is_draft: As in `Translation`.
        pivot: As in `Translation`.
    """

    source: LanguageTag
    target: LanguageTag
    is_draft: bool
    pivot: LanguageTag | None

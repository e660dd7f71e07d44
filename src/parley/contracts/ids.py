"""Names of things. All are opaque strings: compare them, never take them apart."""

import re
from typing import Annotated, NewType

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

# Unicode's control characters (Cc), and what embeds, overrides or isolates a direction (UAX 9): with them a
# name can show as another's, and spoil the lines around it. The marks of UAX 9 that names in right-to-left
# scripts need (U+200E, U+200F, U+061C) are none of them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PRINTABLE = r"^[^\p{Cc}\u{202a}-\u{202e}\u{2066}-\u{2069}]*$"  # the same for the browser's parser


def _printable(text: str) -> str:
    """Not by the pattern, whose complaint would be a pattern."""
    if _UNPRINTABLE.search(text):
        raise PydanticCustomError(
            "not_printable", "leave out control characters and marks that turn the direction of text"
        )
    return text


MeetingId = NewType("MeetingId", str)
"""22 URL-safe characters from 128 random bits; also the LiveKit room's name."""

ParticipantIdentity = NewType("ParticipantIdentity", str)
"""Assigned by the backend, unique per join, kept over reconnects."""

SegmentId = NewType("SegmentId", str)
"""One utterance, from its first partial to its stored final."""

LeaseId = NewType("LeaseId", str)
"""One dispatch of an agent to a meeting. At most one lease a meeting is open."""

CheckId = NewType("CheckId", str)
"""One connection test; also the name of the room that is made for it, which no meeting's can be."""

DisplayName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_printable),
    Field(json_schema_extra={"pattern": _PRINTABLE}),
]
"""What a person calls themselves. Untrusted text: shown as text, never as markup."""

GapId = NewType("GapId", str)
"""One stretch of time that has no captions."""

PageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,32}$")]
"""One load of a meeting's page, named by itself: somebody who reloads begins another."""

LanguageTag = Annotated[
    str, StringConstraints(min_length=2, max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
]
"""BCP 47 tag of a spoken language, e.g. `en` or `pt-BR`. The backend refuses one of no known language."""

MeetingTitle = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120),
    AfterValidator(_printable),
    Field(json_schema_extra={"pattern": _PRINTABLE}),
]

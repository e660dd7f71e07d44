"""Names of things. All are opaque strings: compare them, never take them apart."""

from typing import Annotated, NewType

from pydantic import StringConstraints

MeetingId = NewType("MeetingId", str)
"""22 URL-safe characters from 128 random bits; also the LiveKit room's name."""

ParticipantIdentity = NewType("ParticipantIdentity", str)
"""Assigned by the backend, unique per join, kept over reconnects."""

SegmentId = NewType("SegmentId", str)
"""One utterance, from its first partial to its stored final."""

LeaseId = NewType("LeaseId", str)
"""One dispatch of an agent to a meeting. At most one lease a meeting is open."""

DisplayName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""What a person calls themselves. Untrusted text: shown as text, never as markup."""

GapId = NewType("GapId", str)
"""One stretch of time that has no captions."""

LanguageTag = Annotated[
    str, StringConstraints(min_length=2, max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
]
"""BCP 47 tag of a spoken language, e.g. `en` or `pt-BR`. The backend refuses one of no known language."""

MeetingTitle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]

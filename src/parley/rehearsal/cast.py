"""Who takes part in a rehearsal and what they say."""

from dataclasses import dataclass

from parley.contracts.ids import LanguageTag
from parley.rehearsal.recordings import Recording


@dataclass(frozen=True)
class Part:
    """One speaker.

    Attributes:
        name: Unique in the cast.
        starts_at_s: Seconds from the moment at which the meeting's first words may fall.
        reference: What is said in the recording, or None where nobody wrote it down.
    """

    name: str
    recording: Recording
    starts_at_s: float
    reference: str | None


@dataclass(frozen=True)
class Cast:
    """Everybody, and how they are called together.

    Attributes:
        title: The meeting's title.
        provenance: Where the recordings come from, a sentence for the terminal.
        reads: Languages, as BCP 47 tags; for each there is one more listener, who reads captions in it.
    """

    title: str
    provenance: str
    parts: tuple[Part, ...]
    listeners: int
    reads: tuple[LanguageTag, ...] = ()

    @property
    def duration_s(self) -> float:
        """When the last recording ends."""
        return max(part.starts_at_s + part.recording.duration_s for part in self.parts)

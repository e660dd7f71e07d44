"""When a meeting that is to be listened to is not. Pure: facts and a time go in, what to note comes out.

Times are milliseconds on the meeting clock.
"""

from dataclasses import dataclass

WARM_START_MS = 3_000
"""The first agent of a meeting, or the first after captions were off, needs about 1 s to be there. So long
nobody misses a word yet: people are saying hello."""


@dataclass(frozen=True)
class Ears:
    """What is known of who listens to a running meeting.

    Attributes:
        are_due: Captions or notes are wanted and people are in the room.
        due_since_ms: Since when, as it was noted; None: it was not so when we last looked.
        listening_since_ms: Since when the agent listens; None: none does.
        listened_until_ms: When an agent was last known to listen; None: never.
        is_agent_missed: The last agent that came to life was lost, went by itself, or has yet to come back.
        is_undecided: The backend was restarted and has yet to hear the agent, or to give it up.
        gap_since_ms: Where the open gap begins; None: none is open.
    """

    are_due: bool
    due_since_ms: int | None = None
    listening_since_ms: int | None = None
    listened_until_ms: int | None = None
    is_agent_missed: bool = False
    is_undecided: bool = False
    gap_since_ms: int | None = None


@dataclass(frozen=True)
class Note:
    """What is to be stored.

    Attributes:
        due_since_ms: As of `Ears`, from now on.
        gap_begins_ms: Open a gap that begins there.
        gap_ends_ms: Close the open gap there.
    """

    due_since_ms: int | None
    gap_begins_ms: int | None = None
    gap_ends_ms: int | None = None


def note(ears: Ears, now_ms: int) -> Note:
    if not ears.are_due:
        return Note(due_since_ms=None, gap_ends_ms=_end(ears, now_ms))
    due_since_ms = now_ms if ears.due_since_ms is None else ears.due_since_ms
    if ears.listening_since_ms is not None:
        return Note(due_since_ms, gap_ends_ms=_end(ears, ears.listening_since_ms))
    if ears.is_undecided or ears.gap_since_ms is not None:
        return Note(due_since_ms)
    listened_until_ms = -1 if ears.listened_until_ms is None else ears.listened_until_ms
    begins_ms = max(due_since_ms, listened_until_ms)
    was_listened_to = ears.is_agent_missed or listened_until_ms >= due_since_ms
    is_gap = was_listened_to or now_ms - begins_ms >= WARM_START_MS
    return Note(due_since_ms, gap_begins_ms=begins_ms if is_gap else None)


def _end(ears: Ears, end_ms: int) -> int | None:
    return None if ears.gap_since_ms is None else max(ears.gap_since_ms, end_ms)

"""How a meeting goes from waiting to running to ended, and when. Rules on a meeting's row; no I/O."""

from datetime import datetime, timedelta

from parley.backend.meetings.models import MeetingRow
from parley.contracts.meetings import MeetingState


def start(meeting: MeetingRow, now: datetime) -> None:
    """Somebody comes in: from now on the meeting clock runs. Nothing happens if it already does."""
    if meeting.state is MeetingState.WAITING:
        meeting.state = MeetingState.RUNNING
        meeting.started_at = now
        meeting.empty_since = now
    elif meeting.empty_since is not None:
        meeting.empty_since = now  # whoever just got a token has the whole grace to connect


def end(meeting: MeetingRow, now: datetime) -> None:
    """Over for good. Nothing happens if it already is."""
    if meeting.state is not MeetingState.ENDED:
        meeting.state = MeetingState.ENDED
        meeting.ended_at = now
        meeting.empty_since = None


def note_presence(meeting: MeetingRow, is_anybody_present: bool, now: datetime) -> None:
    if is_anybody_present:
        meeting.empty_since = None
    elif meeting.empty_since is None:
        meeting.empty_since = now


def is_abandoned(meeting: MeetingRow, now: datetime, grace_s: float) -> bool:
    """Nobody has been in the running meeting for the whole grace."""
    return meeting.empty_since is not None and now - meeting.empty_since >= timedelta(seconds=grace_s)


def length_ms(meeting: MeetingRow) -> int:
    """What the meeting clock said when the meeting ended; 0 if it never started or goes on."""
    if meeting.started_at is None or meeting.ended_at is None:
        return 0
    return max(0, round((meeting.ended_at - meeting.started_at).total_seconds() * 1000))

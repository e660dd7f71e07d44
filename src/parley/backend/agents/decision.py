"""What to do about the agent of one meeting. Pure: facts and a time go in, a decision comes out.

Times are seconds on the backend's monotonic clock.
"""

from dataclasses import dataclass
from enum import StrEnum

from parley.backend.agents.models import CloseReason
from parley.contracts.room import AiState

FIRST_HEARTBEAT_S = 5.0  # a warm worker needs 0.5 s from dispatch to its first heartbeat
HEARTBEAT_LOST_S = 2.5  # a job beats every second: two in a row are missing
ABSENT_LOST_S = 4.0  # a job that beats but is not in the room: two looks at the room in a row
FORGOTTEN_LOST_S = 2.0  # the same where a restarted SFU forgot the room, and with it the agent


class Supply(StrEnum):
    """What agent workers have to offer to one more meeting."""

    FREE = "free"  # one has room for a job and a speech engine that is ready
    FULL = "full"  # speech engines are ready, but no worker that has one has room
    BROKEN = "broken"  # workers report, and not one of them has a speech engine that is ready
    NONE = "none"  # no worker reports


@dataclass(frozen=True)
class LeaseFacts:
    """What is known of an open lease.

    Attributes:
        waiting_since_s: Since when a first heartbeat is due: when it was opened, or when the backend started.
        heartbeat_at_s: When the last heartbeat came to this process.
        is_listening: What that heartbeat said.
        was_live: A heartbeat came once, be it to a backend that has been restarted since.
        has_engine: The agent said that it has a speech engine to give what it hears to.
        absent_since_s: Since when the agent is not in the SFU's room; None: it is, or nobody looked.
        is_room_new: That room was made again while the agent lived: the SFU had forgotten it.
    """

    waiting_since_s: float
    heartbeat_at_s: float | None = None
    is_listening: bool = False
    was_live: bool = False
    has_engine: bool = False
    absent_since_s: float | None = None
    is_room_new: bool = False


@dataclass(frozen=True)
class MeetingFacts:
    """What is known of a running meeting.

    Attributes:
        is_agent_replaced: The meeting's last lease closed because its agent was lost or went by itself.
    """

    wants_ai: bool
    lease: LeaseFacts | None
    is_agent_replaced: bool


@dataclass(frozen=True)
class Decision:
    """What to do, in this order, and what to tell the room in the end.

    Attributes:
        close: Close the open lease, for this reason.
        opens: Open a lease and dispatch.
    """

    ai_state: AiState
    close: CloseReason | None = None
    opens: bool = False


def decide(facts: MeetingFacts, supply: Supply, now_s: float) -> Decision:
    if not facts.wants_ai:
        return Decision(AiState.OFF, close=CloseReason.NOT_WANTED if facts.lease else None)
    if facts.lease is None:
        return _replacement(supply, close=None, is_replaced=facts.is_agent_replaced)
    if _is_lost(facts.lease, supply, now_s):
        return _replacement(supply, close=CloseReason.LOST, is_replaced=True)
    return Decision(_open_lease_state(facts, facts.lease, supply))


def _replacement(supply: Supply, *, close: CloseReason | None, is_replaced: bool) -> Decision:
    if supply is not Supply.FREE:
        return Decision(AiState.BUSY if supply is Supply.FULL else AiState.UNAVAILABLE, close=close)
    return Decision(AiState.RESTARTING if is_replaced else AiState.STARTING, close=close, opens=True)


def _is_lost(lease: LeaseFacts, supply: Supply, now_s: float) -> bool:
    # Where nobody could take its place at once, it has the longer time to find its way back.
    is_replaceable = lease.is_room_new and supply is Supply.FREE
    patience_s = FORGOTTEN_LOST_S if is_replaceable else ABSENT_LOST_S
    if lease.absent_since_s is not None and now_s - lease.absent_since_s > patience_s:
        return True
    if lease.heartbeat_at_s is None:
        return now_s - lease.waiting_since_s > FIRST_HEARTBEAT_S
    return now_s - lease.heartbeat_at_s > HEARTBEAT_LOST_S


def _open_lease_state(facts: MeetingFacts, lease: LeaseFacts, supply: Supply) -> AiState:
    if supply is Supply.BROKEN:
        return AiState.UNAVAILABLE
    # After a restart of the backend an agent that was live is taken to be so until its grace is over.
    is_presumed_live = lease.heartbeat_at_s is None and lease.was_live
    if lease.is_listening or is_presumed_live:
        return AiState.LIVE if lease.has_engine else AiState.UNAVAILABLE
    return AiState.RESTARTING if facts.is_agent_replaced else AiState.STARTING

"""The pulse of open leases, in memory. After a restart every open lease has one grace period to be heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parley.backend.agents.decision import LeaseFacts
from parley.backend.clock import Clock
from parley.contracts.ingest import OpenSpeech


@dataclass(frozen=True)
class Pulse:
    """What was heard of a lease. Times are seconds on the backend's monotonic clock.

    Attributes:
        waiting_since_s: Since when a first heartbeat is due.
        first_heartbeat_at_s: When it came to this process.
        heartbeat_at_s: When the last one came, put off by how long this process stood still since.
        listening_since_s: Since when each heartbeat said that the agent listens, and the room was not made
            again without it; None: the last one did not.
        listened_at_s: When a heartbeat last said so.
        in_room_at_s: When the SFU last had the agent in the room.
        absent_since_s: Since when the agent is not in the SFU's room though it says that it listens.
        is_room_new: It is absent from a room that was made after it had been in the one before.
        open_speech: What the last heartbeat said was heard and not yet kept.
    """

    waiting_since_s: float
    first_heartbeat_at_s: float | None = None
    heartbeat_at_s: float | None = None
    listening_since_s: float | None = None
    listened_at_s: float | None = None
    in_room_at_s: float | None = None
    absent_since_s: float | None = None
    is_room_new: bool = False
    open_speech: tuple[OpenSpeech, ...] = ()

    @property
    def listened_until_s(self) -> float | None:
        """When the agent was last known to listen: what it says counts while it is in the room."""
        if self.listened_at_s is None or self.absent_since_s is None:
            return self.listened_at_s
        return min(self.listened_at_s, self.absent_since_s)


class LeaseWatch:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at_s = clock.monotonic_s()
        self._pulses: dict[str, Pulse] = {}

    def opened(self, lease_id: str) -> None:
        self._pulses[lease_id] = Pulse(self._clock.monotonic_s())

    def dropped(self, lease_id: str) -> None:
        """The lease came to nothing."""
        self._pulses.pop(lease_id, None)

    def beat(self, lease_id: str, *, is_listening: bool, open_speech: Sequence[OpenSpeech] = ()) -> bool:
        """Take a heartbeat. True if it says something new, so that the room should be told."""
        before, now_s = self.pulse(lease_id), self._clock.monotonic_s()
        was_listening = before.listening_since_s is not None
        after = replace(before, heartbeat_at_s=now_s, open_speech=tuple(open_speech))
        if before.first_heartbeat_at_s is None:
            after = replace(after, first_heartbeat_at_s=now_s)
        if not is_listening:
            after = replace(after, listening_since_s=None)
        else:
            since_s = before.listening_since_s if was_listening else now_s
            after = replace(after, listening_since_s=since_s, listened_at_s=now_s)
        self._pulses[lease_id] = after
        return before.heartbeat_at_s is None or was_listening != is_listening

    def seen(self, lease_id: str, *, is_in_room: bool, room_made_at_s: float | None) -> None:
        """The SFU was asked whether the agent is in the room. Before it listens it need not be there.

        `room_made_at_s` tells when this process last made the room; None: it did not.
        """
        pulse, now_s = self.pulse(lease_id), self._clock.monotonic_s()
        if is_in_room or pulse.listening_since_s is None:
            in_room_at_s = now_s if is_in_room else pulse.in_room_at_s
            after = replace(pulse, in_room_at_s=in_room_at_s, absent_since_s=None, is_room_new=False)
            if pulse.is_room_new and pulse.listening_since_s is not None:
                after = replace(after, listening_since_s=now_s)  # until then it heard nobody
        else:
            inside_s = pulse.listening_since_s if pulse.in_room_at_s is None else pulse.in_room_at_s
            is_room_new = room_made_at_s is not None and room_made_at_s > inside_s
            since_s = now_s if pulse.absent_since_s is None else pulse.absent_since_s
            after = replace(pulse, absent_since_s=since_s, is_room_new=is_room_new)
        self._pulses[lease_id] = after

    @property
    def misses_agents(self) -> bool:
        """Whether an agent is not in its room."""
        return any(pulse.absent_since_s is not None for pulse in self._pulses.values())

    def keep_only(self, open_lease_ids: frozenset[str]) -> None:
        """Forget all others. Called regularly: a heartbeat may cross with the closing of its lease."""
        for lease_id in self.lease_ids - open_lease_ids:
            del self._pulses[lease_id]

    @property
    def lease_ids(self) -> frozenset[str]:
        """Leases whose pulse is kept."""
        return frozenset(self._pulses)

    def unreported(self, at_s: float, but: str | None) -> int:
        """How many jobs, but that of one lease, were not heard by then: no report of then has them."""
        return sum(
            pulse.first_heartbeat_at_s is None or pulse.first_heartbeat_at_s > at_s
            for lease_id, pulse in self._pulses.items()
            if lease_id != but
        )

    def forgive(self, stalled_s: float) -> None:
        """This process stood still: nobody could be heard meanwhile, so nobody is to blame for it."""
        for lease_id, pulse in self._pulses.items():
            self._pulses[lease_id] = replace(
                pulse,
                waiting_since_s=pulse.waiting_since_s + stalled_s,
                heartbeat_at_s=None if pulse.heartbeat_at_s is None else pulse.heartbeat_at_s + stalled_s,
                absent_since_s=None,
            )

    def facts(self, lease_id: str, *, was_live: bool, has_engine: bool) -> LeaseFacts:
        pulse = self.pulse(lease_id)
        return LeaseFacts(
            waiting_since_s=pulse.waiting_since_s,
            heartbeat_at_s=pulse.heartbeat_at_s,
            is_listening=pulse.listening_since_s is not None,
            was_live=was_live,
            has_engine=has_engine,
            absent_since_s=pulse.absent_since_s,
            is_room_new=pulse.is_room_new,
        )

    def pulse(self, lease_id: str) -> Pulse:
        """What was heard of the lease; of one that this process has not heard of yet: nothing."""
        return self._pulses.get(lease_id, Pulse(self._started_at_s))

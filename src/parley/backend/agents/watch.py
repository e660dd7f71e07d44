"""The pulse of open leases, in memory. After a restart every open lease has one grace period to be heard."""

from dataclasses import dataclass, replace

from parley.backend.agents.decision import LeaseFacts
from parley.backend.clock import Clock


@dataclass(frozen=True)
class _Pulse:
    waiting_since_s: float
    heartbeat_at_s: float | None = None
    is_listening: bool = False
    absent_since_s: float | None = None


class LeaseWatch:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at_s = clock.monotonic_s()
        self._pulses: dict[str, _Pulse] = {}

    def opened(self, lease_id: str) -> None:
        self._pulses[lease_id] = _Pulse(self._clock.monotonic_s())

    def beat(self, lease_id: str, *, is_listening: bool) -> bool:
        """Take a heartbeat. True if it says something new, so that the room should be told."""
        before = self._pulse(lease_id)
        self._pulses[lease_id] = replace(
            before, heartbeat_at_s=self._clock.monotonic_s(), is_listening=is_listening
        )
        return before.heartbeat_at_s is None or before.is_listening != is_listening

    def seen(self, lease_id: str, *, is_in_room: bool) -> None:
        """The SFU was asked whether the agent is in the room. Before it listens it need not be there."""
        pulse = self._pulse(lease_id)
        if is_in_room or not pulse.is_listening:
            self._pulses[lease_id] = replace(pulse, absent_since_s=None)
        elif pulse.absent_since_s is None:
            self._pulses[lease_id] = replace(pulse, absent_since_s=self._clock.monotonic_s())

    def keep_only(self, open_lease_ids: frozenset[str]) -> None:
        """Forget all others. Called regularly: a heartbeat may cross with the closing of its lease."""
        for lease_id in self.lease_ids - open_lease_ids:
            del self._pulses[lease_id]

    @property
    def lease_ids(self) -> frozenset[str]:
        """Leases whose pulse is kept."""
        return frozenset(self._pulses)

    def forgive(self, stalled_s: float) -> None:
        """This process stood still: nobody could be heard meanwhile, so nobody is to blame for it."""
        for lease_id, pulse in self._pulses.items():
            self._pulses[lease_id] = replace(
                pulse,
                waiting_since_s=pulse.waiting_since_s + stalled_s,
                heartbeat_at_s=None if pulse.heartbeat_at_s is None else pulse.heartbeat_at_s + stalled_s,
                absent_since_s=None,
            )

    def facts(self, lease_id: str, *, was_live: bool) -> LeaseFacts:
        pulse = self._pulse(lease_id)
        return LeaseFacts(
            waiting_since_s=pulse.waiting_since_s,
            heartbeat_at_s=pulse.heartbeat_at_s,
            is_listening=pulse.is_listening,
            was_live=was_live,
            absent_since_s=pulse.absent_since_s,
        )

    def _pulse(self, lease_id: str) -> _Pulse:
        return self._pulses.get(lease_id, _Pulse(self._started_at_s))

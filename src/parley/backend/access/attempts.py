"""Rate limits: how often an address, and everybody together, may try something in a minute."""

import ipaddress

from parley.backend.access.minute import SlidingMinute
from parley.backend.clock import Clock
from parley.backend.errors import TooManyAttempts
from parley.contracts.problems import ProblemCode

EVERYBODY = "everybody"


class Attempts:
    def __init__(
        self,
        clock: Clock,
        codes_per_minute: int,
        codes_per_minute_in_all: int,
        meetings_per_minute: int,
        joins_per_minute: int,
        checks_per_minute: int,
        checks_per_minute_in_all: int,
        telemetry_per_minute: int,
        telemetry_per_minute_and_address: int,
    ) -> None:
        self._clock = clock
        self._codes = SlidingMinute(codes_per_minute)
        self._codes_in_all = SlidingMinute(codes_per_minute_in_all)
        self._meetings = SlidingMinute(meetings_per_minute)
        self._joins = SlidingMinute(joins_per_minute)
        self._checks = SlidingMinute(checks_per_minute)
        self._checks_in_all = SlidingMinute(checks_per_minute_in_all)
        self._telemetry = SlidingMinute(telemetry_per_minute)
        self._telemetry_by_address = SlidingMinute(telemetry_per_minute_and_address)

    def count_code(self, address: str) -> None:
        """One try at a meeting code. Raises TooManyAttempts."""
        self._count(self._codes, _network(address))
        self._count(self._codes_in_all, EVERYBODY)

    def count_meeting(self, address: str) -> None:
        """One new meeting. Raises TooManyAttempts."""
        self._count(self._meetings, _network(address))

    def count_join(self, address: str, meeting_id: str) -> None:
        """One try to come into a meeting, with or without a host key. Raises TooManyAttempts."""
        self._count(self._joins, f"{_network(address)} {meeting_id}")

    def count_check(self, address: str) -> None:
        """One connection test. Raises TooManyAttempts."""
        self._count(self._checks, _network(address))
        self._count(self._checks_in_all, EVERYBODY)

    def count_telemetry(self, address: str, proof: str) -> None:
        """One batch of telemetry, by whom it claims to be. Raises TooManyAttempts."""
        self._count(self._telemetry_by_address, _network(address))
        self._count(self._telemetry, proof)

    def _count(self, limit: SlidingMinute, who: str) -> None:
        wait_s = limit.hit(who, self._clock.monotonic_s())
        if wait_s is not None:
            raise TooManyAttempts(
                ProblemCode.TOO_MANY_ATTEMPTS,
                "Too many attempts. Wait a moment, then try again.",
                retry_after_s=int(wait_s) + 1,
            )


def _network(address: str) -> str:
    """One household's worth of addresses: an IPv6 customer commands at least 2⁶⁴ of them."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)

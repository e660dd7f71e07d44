"""Rate limits: how often an address, and everybody together, may try something in a minute."""

import ipaddress
import math
import time
from collections.abc import Sequence

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from parley.backend.errors import TooManyAttempts
from parley.contracts.problems import ProblemCode

EVERYBODY = "everybody"


class Attempts:
    def __init__(
        self,
        codes_per_minute: int,
        codes_per_minute_in_all: int,
        meetings_per_minute: int,
        joins_per_minute: int,
        checks_per_minute: int,
        checks_per_minute_in_all: int,
        telemetry_per_minute: int,
        telemetry_per_minute_and_address: int,
    ) -> None:
        # The memory of a moving window keeps the name of everybody it ever saw; that of counters lets go.
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._codes = RateLimitItemPerMinute(codes_per_minute, namespace="codes")
        self._codes_in_all = RateLimitItemPerMinute(codes_per_minute_in_all, namespace="codes-in-all")
        self._meetings = RateLimitItemPerMinute(meetings_per_minute, namespace="meetings")
        self._joins = RateLimitItemPerMinute(joins_per_minute, namespace="joins")
        self._checks = RateLimitItemPerMinute(checks_per_minute, namespace="checks")
        self._checks_in_all = RateLimitItemPerMinute(checks_per_minute_in_all, namespace="checks-in-all")
        self._telemetry = RateLimitItemPerMinute(telemetry_per_minute, namespace="telemetry")
        self._telemetry_by_address = RateLimitItemPerMinute(
            telemetry_per_minute_and_address, namespace="telemetry-by-address"
        )

    def count_code(self, address: str) -> None:
        """One try at a meeting code. Raises TooManyAttempts."""
        self._count([(self._codes, (_network(address),)), (self._codes_in_all, (EVERYBODY,))])

    def count_meeting(self, address: str) -> None:
        """One new meeting. Raises TooManyAttempts."""
        self._count([(self._meetings, (_network(address),))])

    def count_join(self, address: str, meeting_id: str) -> None:
        """One try to come into a meeting, with or without a host key. Raises TooManyAttempts."""
        self._count([(self._joins, (_network(address), meeting_id))])

    def count_check(self, address: str) -> None:
        """One connection test. Raises TooManyAttempts."""
        self._count([(self._checks, (_network(address),)), (self._checks_in_all, (EVERYBODY,))])

    def count_telemetry(self, address: str, proof: str) -> None:
        """One batch of telemetry, by whom it claims to be. Raises TooManyAttempts."""
        self._count([(self._telemetry_by_address, (_network(address),)), (self._telemetry, (proof,))])

    def _count(self, limits: Sequence[tuple[RateLimitItem, tuple[str, ...]]]) -> None:
        for limit, who in limits:
            if not self._limiter.hit(limit, *who):
                reset_time = self._limiter.get_window_stats(limit, *who).reset_time
                raise TooManyAttempts(
                    ProblemCode.TOO_MANY_ATTEMPTS,
                    "Too many attempts. Wait a moment, then try again.",
                    retry_after_s=max(1, math.ceil(reset_time - time.time())),
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

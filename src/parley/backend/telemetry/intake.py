"""Takes what pages tell of their own calls: each bucket once, as the word of whoever proved it."""

from collections.abc import Callable

from parley.backend.access.attempts import Attempts
from parley.backend.access.credentials import digest
from parley.backend.clock import Clock
from parley.backend.errors import NotAllowed
from parley.backend.telemetry.group import Told
from parley.backend.telemetry.packing import packed
from parley.backend.telemetry.writer import TelemetryWriter
from parley.contracts.problems import ProblemCode
from parley.contracts.telemetry.page import TelemetryBatch, TelemetryBucket


class TelemetryOff(NotAllowed):
    def __init__(self) -> None:
        super().__init__(ProblemCode.TELEMETRY_OFF, "This deployment keeps no telemetry. Send none.")


class TelemetryIntake:
    """Args: taken: Told what was stored. is_on: Whether any is."""

    def __init__(
        self,
        writer: TelemetryWriter,
        clock: Clock,
        attempts: Attempts,
        taken: Callable[[list[TelemetryBucket]], None],
        *,
        is_on: bool,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._attempts = attempts
        self._taken = taken
        self._is_on = is_on

    async def take(self, meeting_id: str, batch: TelemetryBatch, address: str) -> None:
        """Store all of it or nothing.

        Raises:
            TelemetryOff: None is kept.
            TooManyAttempts: From this address, or by this credential.
            TelemetryBusy: More came at once than can be stored.
            ParleyError: This one is not taken: `group.store` says why.
        """
        if not self._is_on:
            raise TelemetryOff
        arrived_s = self._clock.monotonic_s()
        proof = digest(batch.resume_secret)
        self._attempts.count_telemetry(address, proof)
        bodies = [packed(bucket) for bucket in batch.buckets]
        await self._writer.put(Told(meeting_id, proof, batch, bodies, arrived_s))
        self._taken(batch.buckets)

"""What a job tells others of how its work goes, beside its outbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parley.instruments.tracing import NO_TRACING, Tracing


@dataclass(frozen=True)
class Instruments:
    """As a job has them; the defaults tell nobody.

    Attributes:
        on_lags: Told each second how late finals were, and for how long one is waited for, in seconds.
        worker_load: How full the worker is, 0 to 1; None: not known.
    """

    on_lags: Callable[[Sequence[float], float | None], None] = lambda _lags_s, _waits_s: None
    worker_load: Callable[[], float | None] = lambda: None
    tracing: Tracing = NO_TRACING


NOBODY_TOLD = Instruments()

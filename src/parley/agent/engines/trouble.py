"""Why an engine that is reached over a network does not do its work, and for how long to leave it alone."""

from enum import StrEnum

from parley.agent.engines.ports import UtteranceFailed
from parley.contracts.captions import GapReason


class Cause(StrEnum):
    """What went wrong, as logs tell it."""

    KEY_REFUSED = "key_refused"
    REQUEST_REFUSED = "request_refused"  # it knows no such model, or not for this language
    NO_CREDIT = "no_credit"
    TOO_MANY = "too_many"  # more at once than the account may
    UNREACHABLE = "unreachable"  # no connection, or none in time
    BROKE_OFF = "broke_off"  # the connection ended before the last word
    SILENT = "silent"  # the connection stands and nothing comes

    @property
    def is_lasting(self) -> bool:
        """Whether it stays so until somebody mends it."""
        return self in {Cause.KEY_REFUSED, Cause.REQUEST_REFUSED, Cause.NO_CREDIT}


class EngineTrouble(UtteranceFailed):
    """The engine failed, not this utterance: others would fare no better.

    Attributes:
        retry_after_s: When it asks to be tried again; null: it does not say.
    """

    def __init__(self, cause: Cause, retry_after_s: float | None = None) -> None:
        super().__init__(GapReason.ENGINE_FAILED)
        self.cause = cause
        self.retry_after_s = retry_after_s


def cause_of_status(status: int) -> Cause:
    """What an HTTP status means that a handshake is answered with instead of 101."""
    if status in {401, 403}:
        return Cause.KEY_REFUSED
    if status == 402:
        return Cause.NO_CREDIT
    if status == 429:
        return Cause.TOO_MANY
    return Cause.REQUEST_REFUSED if 400 <= status < 500 else Cause.UNREACHABLE

"""Every error that a caller of the backend can be told. `problems` maps them once to HTTP.

ParleyError(code, detail)
├── InvalidRequest      400   what was sent has no meaning (422 is the framework's: a bad payload)
├── NotProven           401   no credential, or one that proves nothing
├── NotAllowed          403   a credential that does not reach that far
├── NotFound            404   no such thing, or not for you to know
├── Conflict            409   it was done before, or does not go with what was
├── Gone                410   it was there and is over for good
├── TooManyAttempts     429   wait `retry_after_s`
└── Unavailable         503   something is down or has its hands full; the same call may work in a moment
"""

from typing import ClassVar

from parley.contracts.problems import ProblemCode


class ParleyError(Exception):
    """An error with a stable code and one plain sentence that says what to do.

    Attributes:
        retry_after_s: Whole seconds until the same call may work, at least 1; None: not known, or never.
    """

    status: ClassVar[int] = 500

    def __init__(self, code: ProblemCode, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


class InvalidRequest(ParleyError):
    status = 400


class NotProven(ParleyError):
    status = 401


class NotAllowed(ParleyError):
    status = 403


class NotFound(ParleyError):
    status = 404


class Conflict(ParleyError):
    status = 409


class Gone(ParleyError):
    status = 410


class TooManyAttempts(ParleyError):
    status = 429


class Unavailable(ParleyError):
    status = 503

"""What people are told when this machine does not believe a deployment's certificate."""

import ssl

_AUTHORITY = "CaUsedAsEndEntity"  # how rustls, which LiveKit's SDK connects with, calls that fault
_ANY_FAULT = "invalid peer certificate"  # how every fault that it finds in a certificate begins

NAME_IT = "If it is of your own making, name it: SSL_CERT_FILE=cert.pem parley rehearse …"


def distrust(error: BaseException) -> str | None:
    """Why a certificate was refused, and what to do; None if the error is of another kind."""
    if found := _refused_by_python(error):
        return f"it shows a certificate that this machine does not trust ({found.verify_message}). {NAME_IT}"
    if _AUTHORITY in str(error):
        return (
            "its certificate is that of an authority (CA:TRUE), which no media connection takes. "
            "Make one with basicConstraints=critical,CA:FALSE, as docs/operations/running.md says."
        )
    if _ANY_FAULT in str(error):
        return f"it shows a certificate that this machine does not trust ({error}). {NAME_IT}"
    return None


def _refused_by_python(error: BaseException) -> ssl.SSLCertVerificationError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause

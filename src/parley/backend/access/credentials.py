"""Secrets that people and agents prove themselves with: made here, kept only as digests.

A host key (`hk_…`) or a resume secret (`rs_…`) carries 256 random bits, so a plain SHA-256 is enough:
there is nothing to guess from a stolen digest, and nothing to slow down.
"""

import hashlib
import hmac
import secrets
from enum import StrEnum

SECRET_BYTES = 32
IDENTITY_BYTES = 12


class CredentialKind(StrEnum):
    """The prefix that says what a credential is."""

    HOST_KEY = "hk_"
    RESUME_SECRET = "rs_"  # noqa: S105 - a prefix


def new_credential(kind: CredentialKind) -> str:
    return kind.value + secrets.token_urlsafe(SECRET_BYTES)


def new_identity(prefix: str) -> str:
    """A room identity that nobody had before: `p-…` for people, `agent-…` for agents."""
    return f"{prefix}-{secrets.token_urlsafe(IDENTITY_BYTES)}"


def digest(credential: str) -> str:
    """What is stored of a credential: 64 hexadecimal characters."""
    # A lone surrogate cannot be encoded; such a credential was never made by us and must simply not match.
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).hexdigest()


def matches(credential: str, stored_digest: str) -> bool:
    """Whether this is the credential, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(digest(credential), stored_digest)


def is_same(presented: str, expected: str) -> bool:
    """Compare a secret that we hold in clear (the service token), in a time that tells nothing."""
    return hmac.compare_digest(digest(presented), digest(expected))

"""Names of check rooms. Each says when it ends, so that whoever finds one knows whether to take it down.

No meeting has such a name: ids of meetings are 22 characters (`meetings.ids`), these are 39.
"""

import re
import secrets
from datetime import UTC, datetime

from parley.contracts.ids import CheckId

_RANDOM_BYTES = 16  # 128 bits: nobody closes another's check by guessing
_NAME = re.compile(r"check-([0-9]{10})-[A-Za-z0-9_-]{22}", re.ASCII)


def new_check_id(expires_at: datetime) -> CheckId:
    return CheckId(f"check-{int(expires_at.timestamp()):010d}-{secrets.token_urlsafe(_RANDOM_BYTES)}")


def expiry(name: str) -> datetime | None:
    """When the check of this name ends; None if it is the name of no check."""
    found = _NAME.fullmatch(name)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None
